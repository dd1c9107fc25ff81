"""Deliveries of the simulated sources, with the errors of real ones."""
