"""Breaks in a series: days from which on numbers are not comparable with those before, and what each touches."""
