"""Keys of sources, and the scope of a request."""
