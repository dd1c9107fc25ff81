"""The Leaflet map itself: an empty ground on which assets/modules/map/map.js draws outlines and values."""

from __future__ import annotations

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component

from geodata.areas.area_tree import Area, AreaTree
from geodata.city.profile import Profile, TileService
from geodata.coordinates.crs import CoordinateSystem

CLOSEST_ZOOM = 22
_LEAFLET_NAMES = {CoordinateSystem.WGS_84: "EPSG3857", CoordinateSystem.GCJ_02: "GCJ02"}
WORLD = (-170.0, -55.0, 170.0, 75.0)
"""What a map shows of a city of which nothing has an outline."""
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


def map_frame(profile: Profile, root: Area, *, is_interactive: bool) -> Component:
    """A map of the city's extent, without any tile layer unless the profile names a tile service."""
    west, south, east, north = root.bbox if root.has_outline else WORLD
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
