"""Evaluations as people are told of them: what each unit is given for what, as plain data."""
