"""Panels of special grids: their ranking by the chosen KPI, and what sensors measure in them."""
