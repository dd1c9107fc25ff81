"""`python -m benchmarks --only map`: the comparison, growth and placing, written to results/map.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.maps.comparison import APPROACHES, SCREENS, compared, prepare
from benchmarks.maps.growth import grown
from benchmarks.timing import RESULTS, save
from geodata.areas.area_tree import AreaTree

MEASURED = {
    "repeats": "each figure of an approach is the median of three browsers (deck_gl: of one)",
    "first_paint_ms": "from the start of the navigation until data and all tiles in sight are painted; the server is "
    "warm, the browser's cache empty",
    "recolour_ms": "median of 9 (3 at least, after 40 s no more): from a new table for all cells until the frame "
    "that shows it is done",
    "pan_ms": "median of 40 steps (as above) of 47 to 65 pixels: from the call until the frame is done; frames do not "
    "wait for a display",
    "memory_mb": "proportional set size of all processes of the browser, less that of an empty Leaflet map",
    "refresh_bytes": "over the wire, gzipped, headers included, for new values of all cells (geometry and tiles stay): "
    "one byte per cell in base64 for `cells`, a JSON list of numbers for the others",
    "cells": "geodata.tiles.cell_tiles and assets/modules/map/cells",
    "leaflet_geojson": "L.geoJSON on L.canvas, Leaflet 1.9.4",
    "vector_tiles": "protomaps-leaflet 5.1.0 over MVT cut by geojson-vt (tolerance 3)",
    "deck_gl": "deck.gl 9.4.0 GeoJsonLayer; WebGL by SwiftShader, this machine has no graphics card",
    "place_ratio": "seconds of geopandas.sjoin and Shapely's STRtree over those of Placer.place, same points, same run "
    "(results/placing.json)",
    "growth_1m_over_107k": "recolouring and pan step of a synthetic city of a million cells over those of one with "
    "107,158: the larger ratio",
}


def run(tree: AreaTree, work: Path, *, quick: bool) -> None:
    """Print and save all figures. quick: one screen size, no growth. Needs node and npm."""
    prepare(tree, work)
    screens = dict(list(SCREENS.items())[: 1 if quick else None])
    by_screen = compared(tree, work, screens)
    first = by_screen[next(iter(screens))]
    figures: dict[str, Any] = {name: first[name] for name in APPROACHES}
    figures |= {"screen": next(iter(screens)), "other_screens": {k: v for k, v in by_screen.items() if v is not first}}
    placing = json.loads((RESULTS / "placing.json").read_text(encoding="utf-8"))
    figures |= {f"place_ratio_{name}": round(placing[name]["ratio"], 1) for name in ("sjoin", "strtree")}
    if not quick:
        sizes = grown(work)
        ratios = [sizes["1m"][one] / sizes["107k"][one] for one in ("recolour_ms", "pan_ms")]
        figures |= {"growth": sizes, "growth_1m_over_107k": round(max(ratios), 2)}
    save("map", figures | {"measured": MEASURED})
