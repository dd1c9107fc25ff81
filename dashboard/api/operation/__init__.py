"""The mode of operation over HTTP: GET /api/v1/mode, POST /api/v1/mode/acts."""
