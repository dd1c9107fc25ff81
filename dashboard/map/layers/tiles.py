"""The base map of a tile service, in cities whose profile names one."""

from dashboard.map.layer import MapLayer

LAYER = MapLayer("tiles", order=80, on_by_default=True, is_available=lambda city: city.profile.tiles is not None)
