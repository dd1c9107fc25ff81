"""The map: class breaks, the values painted on the outlines, the legend under it."""
