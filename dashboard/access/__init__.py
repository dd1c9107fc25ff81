"""Keys of sources, the strength of tokens, and the scope of a request."""
