"""Tests of walls over HTTP."""
