"""Centres of the simulated city: how soon each answers a roll-call, in the past of the city and while it runs."""
