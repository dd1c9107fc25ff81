"""Tests of breaks in series."""
