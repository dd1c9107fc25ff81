"""Questions that share one scan of the cases: which they are, the statement, and the rows of each in it."""
