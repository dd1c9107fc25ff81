"""Tests of the histories of stocks."""
