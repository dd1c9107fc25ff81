"""The governance loops as people are told of them: how each stands, and where the same comes back, as plain data."""
