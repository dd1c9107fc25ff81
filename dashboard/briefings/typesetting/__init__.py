"""Briefings typeset: one template, from which come PDF, PNG and the pages that a browser shows."""
