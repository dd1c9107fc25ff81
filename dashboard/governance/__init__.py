"""The governance loops as people are told of them: how each stands, as plain data."""
