"""What the rules of each kind find in a city as of a moment, for all areas or parts at once."""
