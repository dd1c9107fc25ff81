"""Measured performance: ratios against a named alternative in the same run, and growth with size (`make bench`)."""
