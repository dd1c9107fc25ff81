"""Cell tiles: the number of the area under every pixel of a map tile, and their folder on disk."""
