"""Alarms over HTTP: those that are there, and the answers that people give."""
