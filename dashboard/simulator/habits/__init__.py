"""Data of the simulation: categories, channels and the chronicle of changes."""
