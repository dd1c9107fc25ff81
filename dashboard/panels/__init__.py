"""The panels. A panel is a file with a `Panel`: what it asks, and a pure drawing of the answers."""
