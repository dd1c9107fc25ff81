"""Questions with what they name looked up: KPI, area, period, sources, and why there may be no data."""
