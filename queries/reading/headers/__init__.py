"""Rows of a table that are no cases: the header, what stands above it, and totals below."""
