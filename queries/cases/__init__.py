"""Single cases: one with its steps, the newest, and the search by number."""
