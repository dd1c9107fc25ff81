"""Scenes of the wall: what they are declared to show, which of them are due, and in which order they turn."""
