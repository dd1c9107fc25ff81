"""Pages about the people of a city: who they are, and what they did."""
