"""How routes describe themselves, and the OpenAPI document that is generated from it."""
