"""The descriptions of the addresses from which map layers get their data."""

from dataclasses import dataclass
from typing import Any, Literal

from dashboard.api.description.operation import Operation, RequestParameter
from dashboard.api.description.parameters import BBOX, LEVEL, SCALE, SCREEN, ZOOM
from dashboard.api.description.replies import answered
from dashboard.map.heat.payloads import HeatAnswer
from dashboard.map.layer import MapLayer
from dashboard.map.layers.payloads import (
    DevicesAnswer,
    HotSpotsDrawn,
    PointsAnswer,
    RepeatSpotsDrawn,
    SpecialAnswer,
    UnitsAnswer,
)

OUTLINES = RequestParameter("outlines", Literal["none"], "Without outlines, for those who have them.")
PARAMETERS = {one.name: one for one in (BBOX, ZOOM, LEVEL, SCALE, OUTLINES)}


@dataclass(frozen=True)
class LayerDescription:
    """Summary and description of the data of a layer, and their model."""

    summary: str
    description: str
    model: Any


LAYERS = {
    "heat": LayerDescription(
        "How densely the cases lie",
        "A raster for the view, smoothed by a quartic kernel whose radius in metres follows the zoom: `values` is "
        "base64 of one byte a cell, rows from the north, `step` bytes a class (below the first class less than "
        "`step`); cells are those of the world's square (Web Mercator) cut into 2^`depth` by 2^`depth`, `x`, `y` "
        "the first column and row. with_point + without_point = n of the KPI.",
        HeatAnswer,
    ),
    "units": LayerDescription(
        "Units on the map",
        "From zoom 13 on `marks`, columns of single units: name, kind, state, lon, lat, heading in degrees from "
        "north, when seen, home area. Else `clusters`: lon, lat, and how many are seen, silent, not on duty. "
        "`kinds` holds the seconds that a position is good for. `known` is false of a moment of the past: only the "
        "newest position is held.",
        UnitsAnswer,
    ),
    "devices": LayerDescription(
        "Devices on the map",
        "Below zoom 15 `areas` of the level: name, lon, lat, and by type its index and the devices online, at "
        "fault, offline, unknown (never a heartbeat) and in maintenance. From zoom 15 on `marks`, columns of "
        "single devices, or `clusters` where they would be more than 5,000. With the legend, whose counts are "
        "those of the area of the screen. `known` is false of a moment of the past: only the newest state is held.",
        DevicesAnswer,
    ),
    "special": LayerDescription(
        "The special grids in sight",
        "Outlines of the special grids inside the view (the key ones from afar, all from zoom 13, at most 600 and "
        "those chosen), the addresses that choose them, and six KPIs of those chosen side by side. They overlap: "
        "their numbers never add up to the city's.",
        SpecialAnswer,
    ),
    "hot_spots": LayerDescription(
        "Hot spots on the map",
        "Outlines of the places where clearly more cases lie than the same places had in comparable periods before, as "
        "GET /api/v1/hotspots finds them, each with a sentence and the address that a click leads to. Where the area "
        "shown has too few areas below it, those of the nearest above it that has enough.",
        HotSpotsDrawn,
    ),
    "repeat_spots": LayerDescription(
        "Repeat spots on the map",
        "The spots of the area shown where the same comes back, as GET /api/v1/spots finds them in the whole history, "
        "as of the last full hour: the 60 that last longest (on a wall 20), `total` says how many there are. "
        "`quarters`: 1 shorter than 30 days, 2 than 91, 3 than 365, 4 longer; `href`: its list of cases.",
        RepeatSpotsDrawn,
    ),
    "points": LayerDescription(
        "The cases by cluster",
        "`clusters` are [column, row, cases, lon, lat] of the cells of `depth` that hold cases in the view; the "
        "point is their middle. with_point + without_point = n of the KPI; `known`: what was recorded by then is "
        "counted.",
        PointsAnswer,
    ),
}


def layer_operation(layer: MapLayer) -> Operation:
    """The description of a layer; one without an entry here answers with an object of no declared form."""
    described = LAYERS.get(layer.key, LayerDescription(f"Data of the layer {layer.key}", "", dict[str, Any]))
    own = tuple(PARAMETERS.get(name, RequestParameter(name)) for name in layer.parameters)
    return Operation(
        "map", described.summary, described.description, answered("What is in sight.", described.model), (*own, *SCREEN)
    )
