"""Rows of a source as cases in canonical columns: column names, words, times, places."""
