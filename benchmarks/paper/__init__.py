"""Briefings: what one costs, and pictures of their pages."""
