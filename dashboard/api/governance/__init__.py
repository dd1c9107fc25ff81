"""Governance loops over HTTP: GET /api/v1/loops and /api/v1/loops/KEY."""
