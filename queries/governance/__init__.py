"""Governance loops: which cases a loop takes in, its stages, and how long cases wait in each."""
