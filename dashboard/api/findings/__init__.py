"""What is found when parts are compared, over HTTP: GET /api/v1/compare and its kin."""
