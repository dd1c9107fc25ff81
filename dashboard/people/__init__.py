"""Pages about the people of a city: what they did."""
