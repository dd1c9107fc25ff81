"""The running server: application, supervisor, store watch."""
