"""Keys of sources."""
