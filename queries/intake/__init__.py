"""Deliveries while the city is open: checked, written down, acknowledged, applied in the background."""
