"""Open311 GeoReport v2 under /open311/v2, to read: services, requests and discovery, as JSON and XML."""
