"""What the change of a KPI between two periods is made of: contributions of parts that add up to the whole."""
