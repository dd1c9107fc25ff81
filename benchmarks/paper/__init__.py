"""Briefings and pictures of walls: what one costs, and the README's pictures of pages."""
