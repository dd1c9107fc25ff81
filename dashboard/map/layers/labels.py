"""Names of areas on the map."""

from dashboard.map.layer import MapLayer

LAYER = MapLayer("labels", order=70, on_by_default=True)
