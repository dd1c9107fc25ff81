"""Cases whose texts or persons were erased: their tables, and what of them is kept in memory for each load."""
