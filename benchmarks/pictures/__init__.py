"""Pictures of the README and of every screen, taken from the running program (`make shots`)."""
