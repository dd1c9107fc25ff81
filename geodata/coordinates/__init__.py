"""Coordinate systems (WGS-84, CGCS2000, GCJ-02, BD-09, Web Mercator) and measures on the ellipsoid."""
