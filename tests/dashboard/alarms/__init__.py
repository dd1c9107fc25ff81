"""Alarms as people are told of them."""
