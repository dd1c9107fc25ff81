"""Masking of personal data, measured on both sides."""
