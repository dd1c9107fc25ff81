"""Tests of the governance loops."""
