"""Briefings on a schedule: what a city declares, what of it is due, with whose rights it is made, and its mail."""
