"""The ledger of data over HTTP: GET /api/v1/ledger."""
