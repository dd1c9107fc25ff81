"""Roll-calls over HTTP: GET /api/v1/roll-calls and /api/v1/roll-calls/CALL, POST /api/v1/roll-calls/acts."""
