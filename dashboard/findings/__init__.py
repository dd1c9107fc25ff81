"""What is found when parts of a city are compared, in words for people."""
