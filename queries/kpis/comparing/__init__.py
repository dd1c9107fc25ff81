"""Whether two numbers of a KPI may be compared, and why not."""
