"""How long the rate of a day still changes, from the data of the city: the days of which it is not settled yet."""
