"""A real provider of identities (Canaille), started for tests in an environment of its own."""
