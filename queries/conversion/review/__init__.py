"""A look at a file of cases before it is loaded: what each column means, how sure that is, and how it would be read."""
