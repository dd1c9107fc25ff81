"""Photographs and prints of a screen by headless Chromium."""
