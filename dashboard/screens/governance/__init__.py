"""Layouts of the pages of governance: loops, spots, matters, evaluations, and roll-calls."""
