"""Layouts of the files of other cities, with made-up rows, and what loading them gives."""
