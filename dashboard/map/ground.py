"""The Leaflet map itself: an empty ground on which assets/map.js draws outlines and values."""

from __future__ import annotations

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component

from geodata.areas import Area
from geodata.profile import Profile, TileService


def ground(profile: Profile, root: Area, *, wall: bool) -> Component:
    """A map of the city's extent, without any tile layer unless the profile names a tile service."""
    west, south, east, north = root.bbox
    layers = [_tiles(profile.tiles)] if profile.tiles else []
    leaflet = dl.Map(
        layers,
        id="map",
        bounds=[[south, west], [north, east]],
        className="leaflet-ground",
        zoomControl=not wall,
        attributionControl=bool(profile.tiles),
        zoomSnap=0.1,
        zoomDelta=0.5,
        keyboard=False,
        dragging=not wall,
        boxZoom=False,
        zoomAnimation=False,
        fadeAnimation=False,
        markerZoomAnimation=False,
        inertia=False,
        trackViewport=False,
        minZoom=2,
    )
    return html.Div([leaflet], className="map-holder", id="map-holder")


def _tiles(service: TileService) -> Component:
    return dl.TileLayer(url=service.url, attribution=service.attribution, maxZoom=service.max_zoom)
