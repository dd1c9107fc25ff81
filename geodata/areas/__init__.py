"""The area tree: numbering as intervals, grid versions, special grids, and outlines for the map."""
