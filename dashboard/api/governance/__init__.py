"""Governance loops over HTTP: GET /api/v1/loops, /api/v1/loops/KEY and /api/v1/spots."""
