"""The layers of the map with data of their own: cases, units, devices, special grids."""
