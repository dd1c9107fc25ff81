"""Two districts with two streets each and six cases of July 2011: small enough to count by hand, files only."""
