"""The state of a case as of a moment, as columns composed from data (state.toml, bases.toml)."""
