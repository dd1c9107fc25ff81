"""The map: base map, painted cells, legend, names, and what lies at a point."""
