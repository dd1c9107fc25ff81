"""Partners of the platform as the city declares them: partners.csv in its folder, one row a time of being joined."""
