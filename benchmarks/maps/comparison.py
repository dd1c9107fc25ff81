"""Cells, Leaflet's GeoJSON, vector tiles and deck.gl: the same 107,158 cells, the same view, one run."""

from __future__ import annotations

import shutil
import statistics
import subprocess
from pathlib import Path
from typing import Any

from benchmarks.maps.measure import Screen, measured, rounded
from benchmarks.maps.server import Cells, serving
from geodata.areas.area_tree import AreaTree

APPROACHES = {"cells": False, "leaflet_geojson": False, "vector_tiles": False, "deck_gl": True}
SCREENS = {"1920x1080": (Screen(1920, 1080), 10.0), "3840x2160": (Screen(3840, 2160), 11.0)}
REPEATS = 3
HERE = Path(__file__).parent
Figures = dict[str, Any]


def prepare(tree: AreaTree, work: Path) -> None:
    """npm packages and vector tiles in `work`."""
    for name in ("package.json", "package-lock.json", "vector_tiles.mjs"):
        shutil.copy(HERE / name, work / name)
    print("map: installing what the cell layer is compared with", flush=True)
    install = ["npm", "ci", "--legacy-peer-deps", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    subprocess.run(install, cwd=work, check=True)
    cells = Cells(tree, work, 10.0)
    source = work / "cells.geojson"
    source.write_bytes(cells.geojson)
    source.with_name("cells.geojson.bounds").write_text(str(list(tree.root.bbox)))
    print("map: cutting vector tiles", flush=True)
    tiler = ["node", "--max-old-space-size=8000", "vector_tiles.mjs", str(source), "mvt", "8", "12"]
    subprocess.run(tiler, cwd=work, check=True)


def compared(tree: AreaTree, work: Path, screens: dict[str, tuple[Screen, float]]) -> dict[str, Figures]:
    """Figures by screen and approach; an approach that does not run says why instead."""
    body: dict[str, Figures] = {}
    for name, (screen, zoom) in screens.items():
        with serving(Cells(tree, work, zoom)) as address:
            measured(address, "cells", screen)  # warms the server: tiles are cut once for ever
            empty = measured(address, "blank", screen)["memory_mb"]
            body[name] = {"empty_map_mb": round(empty, 1)}
            for approach, webgl in APPROACHES.items():
                try:
                    figures = _repeated(address, approach, screen, webgl=webgl)
                except Exception as error:
                    body[name][approach] = {"failed": str(error).splitlines()[0]}
                    print(f"map {name} {approach}: does not run ({body[name][approach]['failed']})", flush=True)
                    continue
                figures["memory_mb"] -= empty
                body[name][approach] = rounded(figures)
                print(f"map {name} {approach}: {body[name][approach]}", flush=True)
    return body


def _repeated(address: str, approach: str, screen: Screen, *, webgl: bool) -> dict[str, float]:
    """Medians over some browsers; what draws by software for minutes is measured once."""
    runs = [measured(address, approach, screen, webgl=webgl) for _ in range(1 if webgl else REPEATS)]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}
