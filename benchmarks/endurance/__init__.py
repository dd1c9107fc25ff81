"""A simulated day of the demo feed: what everything costs by hour (`python -m benchmarks.endurance`)."""
