"""Tests of the page of governance loops."""
