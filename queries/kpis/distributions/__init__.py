"""How the durations behind a KPI are distributed."""
