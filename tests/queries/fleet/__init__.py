"""Tests of questions about units and devices."""
