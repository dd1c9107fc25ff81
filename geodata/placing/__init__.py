"""Placing points: the deepest area that contains each, and points declared in the wrong system."""
