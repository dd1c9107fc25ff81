"""Evaluations of units by published weights: the points of each part, classes of comparable units, ranks and bands."""
