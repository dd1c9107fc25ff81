"""Panels of walls alone: the scenes that turn, and what they say in sentences."""
