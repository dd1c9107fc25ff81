"""Tests of samples of closed cases."""
