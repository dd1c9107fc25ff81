"""Walls over HTTP: GET /api/v1/walls, and POST /api/v1/walls/report, by which each says how it does."""
