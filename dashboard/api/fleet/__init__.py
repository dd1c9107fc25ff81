"""Units and devices over HTTP: GET /api/v1/nearest and /api/v1/workload."""
