"""Kinds of cases that recur, as people confirmed and named them: their cases, and the checklists of cures."""
