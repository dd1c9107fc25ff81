"""The registry of screens and panels, and the one answer that brings all panels of a screen."""
