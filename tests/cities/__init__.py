"""The cities of the tests, a folder each, and the builder that founds and fills them."""
