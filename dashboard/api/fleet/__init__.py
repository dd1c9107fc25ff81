"""Units, devices and partners over HTTP: GET /api/v1/nearest, /api/v1/workload and /api/v1/partners/register."""
