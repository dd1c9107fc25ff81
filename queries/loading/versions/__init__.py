"""Versions of cases: which are held under arrived numbers, what becomes of each, and what a small piece changed."""
