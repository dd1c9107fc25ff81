"""Tests of kinds of cases that recur."""
