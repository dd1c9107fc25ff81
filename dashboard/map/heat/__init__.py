"""The heat layer: kernel, classes, peak, residents, raster."""
