"""Panels of the governance loops: all of them, and the one that is opened."""
