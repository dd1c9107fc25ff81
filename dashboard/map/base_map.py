"""The Leaflet map itself: an empty ground on which assets/modules/map/map.js draws outlines and values."""

from __future__ import annotations

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component

from geodata.areas.area_tree import AreaTree, BoundingBox
from geodata.city.profile import Profile, TileService
from geodata.city.zone_guess import place_of_zone
from geodata.coordinates.systems import CoordinateSystem
from queries.city import City
from queries.values import WHOLE_CITY

CLOSEST_ZOOM = 22
_LEAFLET_NAMES = {CoordinateSystem.WGS_84: "EPSG3857", CoordinateSystem.GCJ_02: "GCJ02"}
LEAST_DEGREES = 0.02
"""Around the cases of a city of which nothing has an outline."""
AROUND_ZONE_DEGREES = 1.0
"""Around the principal city of the zone, where no case has a point either."""
NO_EXTENT = (0.0, 0.0, 0.0, 0.0)


def map_system(profile: Profile) -> CoordinateSystem:
    """The system in which the map is drawn: that of its tile service, WGS-84 without one.

    Data stay in WGS-84; the browser (map/coordinates/crs.js) shifts every point that it draws, and back each one that
    it reads from the screen; the cells are cut for the shifted map. One offset for a whole view would be wrong by up to
    5.7 pixels at zoom 16 over Zhengzhou.
    """
    return CoordinateSystem(profile.tiles.crs) if profile.tiles else CoordinateSystem.WGS_84


def cells_version(tree: AreaTree, profile: Profile) -> str:
    """What the addresses of cell tiles carry: the grid version, and the map's system where it is not WGS-84."""
    system = map_system(profile)
    return tree.grid_version if system is CoordinateSystem.WGS_84 else f"{tree.grid_version}@{system}"


def opening_extent(city: City) -> BoundingBox:
    """West, south, east and north (degrees WGS-84) of what the map opens on: the city, or, where nothing of it has an
    outline, where its cases lie, else where its time zone does."""
    root = city.tree.root
    if root.has_outline:
        return root.bbox
    box, margin = city.cases.extent(WHOLE_CITY), LEAST_DEGREES
    if box is None:
        lon, lat = place_of_zone(city.profile.zone) or (0.0, 0.0)
        box, margin = (lon, lat, lon, lat), AROUND_ZONE_DEGREES
    west, south, east, north = box
    return west - margin, south - margin, east + margin, north + margin


def map_frame(profile: Profile, extent: BoundingBox, *, is_interactive: bool) -> Component:
    """A map that opens on an extent, without any tile layer unless the profile names a tile service."""
    west, south, east, north = extent
    layers = [_tiles(profile.tiles)] if profile.tiles else []
    leaflet = dl.Map(
        layers,
        id="map",
        bounds=[[south, west], [north, east]],
        className="leaflet-ground",
        zoomControl=is_interactive,
        attributionControl=bool(profile.tiles),
        zoomSnap=0.1,
        zoomDelta=0.5,
        keyboard=False,
        dragging=is_interactive,
        scrollWheelZoom=is_interactive,
        doubleClickZoom=is_interactive,
        touchZoom=is_interactive,
        boxZoom=False,
        zoomAnimation=False,
        fadeAnimation=False,
        markerZoomAnimation=False,
        inertia=False,
        trackViewport=False,
        minZoom=2,
        maxZoom=CLOSEST_ZOOM,
        crs=_LEAFLET_NAMES[map_system(profile)],
    )
    return html.Div([leaflet], className="map-holder", id="map-holder")


def _tiles(service: TileService) -> Component:
    return dl.TileLayer(
        url=service.url, attribution=service.attribution, maxNativeZoom=service.max_zoom, maxZoom=CLOSEST_ZOOM
    )
