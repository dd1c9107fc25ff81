"""Tests of the HTTP API of governance loops."""
