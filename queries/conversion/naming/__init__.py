"""Names of columns: the table of known ones, and what names of values within objects mean."""
