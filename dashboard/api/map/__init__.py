"""What the map draws, over HTTP: outlines, cells, layers and the list behind a cluster."""
