"""`yiping account`: who may enter a city, and what they see there."""
