"""The jobs of a running server: one registry with schedule, time limit, last run, next run and outcome of each."""
