"""Tables prepared in the memory of the process from the cases of the store, and renewed when cases arrive."""
