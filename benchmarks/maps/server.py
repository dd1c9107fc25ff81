"""A small server for the pages of the comparison: tiles, cells as GeoJSON and as vector tiles, values, scripts."""

from __future__ import annotations

import base64
import gzip
import json
import mimetypes
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from dashboard.api.map.cells import level_table
from geodata.areas.area_tree import AreaTree
from geodata.placing.placer import Placer
from geodata.tiles.cell_tiles import CellTiles, packed

PAGES = Path(__file__).parent / "pages"
ASSETS = Path(__file__).parents[2] / "assets"


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of a tree as every approach wants them. `work`: a folder with npm packages and vector tiles."""

    tree: AreaTree
    work: Path
    zoom: float

    @cached_property
    def tiles(self) -> CellTiles:
        return CellTiles(self.tree, Placer(self.tree))

    @cached_property
    def leaves(self) -> np.ndarray[Any, np.dtype[np.int32]]:
        return self.tree.at_level(self.tree.depth)

    @cached_property
    def geojson(self) -> bytes:
        """All cells, six decimals; id and property `row` are the place of a cell in the order of numbers."""
        outlines = shapely.transform(self.tree.geometry(self.leaves), lambda degrees: np.round(degrees, 6))
        features = [
            f'{{"type":"Feature","id":{row},"properties":{{"row":{row}}},"geometry":{text}}}'
            for row, text in enumerate(shapely.to_geojson(outlines).tolist())
        ]
        return ('{"type":"FeatureCollection","features":[' + ",".join(features) + "]}").encode()

    @cached_property
    def fixed(self) -> Mapping[str, bytes]:
        """Answers that are the same for every run."""
        west, south, east, north = self.tree.root.bbox
        view = {"lat": (south + north) / 2, "lon": (west + east) / 2, "zoom": self.zoom}
        shades = np.random.default_rng(1).integers(0, 6, len(self.leaves)).astype(np.uint8)
        lines = max(self.tree.depth - 3, 1)
        return {
            "/view.json": json.dumps(view | {"bounds": [[south, west], [north, east]]}).encode(),
            "/cells.geojson": self.geojson,
            "/cells/level/leaf": level_table(self.tree, self.tree.depth),
            "/cells/level/lines": level_table(self.tree, lines),
            "/refresh/shades.json": json.dumps({"shades": base64.b64encode(shades.tobytes()).decode()}).encode(),
            "/refresh/by_code.json": json.dumps(shades.tolist()).encode(),
        }

    def body(self, path: str) -> bytes | None:
        """What lies at an address, or None."""
        top, _, rest = path.lstrip("/").partition("/")
        if path in self.fixed:
            return self.fixed[path]
        if top == "cells":
            zoom, x, y = (int(part) for part in rest.split("/"))
            return packed(self.tiles.numbers(zoom, x, y))
        if top == "page":
            page = (PAGES / "page.html").read_text(encoding="utf-8")
            return (page + f'<script src="/pages/{rest}.js"></script>\n').encode()
        folders = {"pages": PAGES, "assets": ASSETS, "npm": self.work / "node_modules", "mvt": self.work / "mvt"}
        file = folders[top] / rest if top in folders else None
        return file.read_bytes() if file and file.is_file() else (b"" if top == "mvt" else None)


@contextmanager
def serving(cells: Cells) -> Iterator[str]:
    """The address of a server of these cells, in threads of this process; every answer is gzipped."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(cells.body))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _handler(body_of: Callable[[str], bytes | None]) -> type[BaseHTTPRequestHandler]:
    kept: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path not in kept:
                body = body_of(self.path)
                if body is None:
                    self.send_error(404)
                    return
                kept[self.path] = gzip.compress(body, 6)
            body = kept[self.path]
            kind = "text/html" if self.path.startswith("/page/") else mimetypes.guess_type(self.path)[0]
            self.send_response(200)
            self.send_header("Content-Type", kind or "application/octet-stream")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    return Handler
