"""Targets of KPIs: which one holds for a question, whether it is met, and what is wrong with those of a profile."""
