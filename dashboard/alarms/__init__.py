"""Alarms for people and programs: what is said of each, and the answers that people give."""
