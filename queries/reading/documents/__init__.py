"""Whole JSON and XML documents (arrays, wrapped objects, GeoJSON, GeoReport) written out as one object a line."""
