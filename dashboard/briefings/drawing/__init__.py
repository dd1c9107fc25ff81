"""Drawings of briefings as SVG: the map and the days of a KPI, in the colours of paper."""
