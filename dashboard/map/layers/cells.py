"""The areas in the colours of their classes: painted from cell tiles, see map/cell_values and api/map/cells."""

from dashboard.map.layer import MapLayer

LAYER = MapLayer("cells", order=10, on_by_default=True)
