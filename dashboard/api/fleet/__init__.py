"""Units, devices and partners over HTTP: GET /api/v1/nearest, /api/v1/workload and their kin."""
