"""How the walls of a city do: what each reports of its page, kept in memory, and what is wrong with which."""
