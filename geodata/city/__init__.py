"""The profile of a city (`city.toml`): levels, zone, sources, and a sentence for every mistake in it."""
