"""Who asks, what they may do and see, and what they did; keys of sources, the strength of tokens."""
