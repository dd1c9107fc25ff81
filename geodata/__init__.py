"""The city on the ground: areas, boundaries, coordinate systems, placing of points, map tiles. Knows no database."""
