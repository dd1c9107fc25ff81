"""The cell layer's addresses: tiles and levels, which never change within a grid version, and the values of a level."""

import gzip
from collections.abc import Callable

import numpy as np
from flask import Blueprint, Response, request

from dashboard.api.description.operation import BINARY, JSON, Operation, Reply, RequestParameter, describe
from dashboard.api.description.parameters import BBOX, GRID_VERSION, LEVEL, SCREEN
from dashboard.api.description.replies import PAGE_ERRORS, answered
from dashboard.api.json_answers import answer
from dashboard.api.screen_request import asking_scene
from dashboard.errors import NotFound
from dashboard.map.base_map import cells_version, map_system
from dashboard.map.cell_values import as_json, of_level, shown
from dashboard.map.names import names_within
from dashboard.map.payloads import AreaName, CellValues, Spot
from dashboard.map.spot import exact_spot, spot_words
from dashboard.view import parsers
from dashboard.view.scene import Scene
from geodata.areas.area_tree import AreaTree
from geodata.tiles.cell_tiles import packed
from geodata.tiles.tile_folder import TileFolder
from queries.city import City

COMPRESSION = 6
GZIPPED = {"Content-Encoding": "gzip"}
TILE = Operation(
    "map",
    "A cell tile",
    "The deepest area under the middle of every pixel of a tile of the web map, and of the first row and column of its "
    "neighbours in the east and south: 257 × 257 pixels. Little endian: uint32 count of areas, their numbers as "
    "uint32, then for every pixel the place of its number in that list, as uint8 up to 256 areas, uint16 up to 65,536, "
    "else uint32. 0 is outside. May be cached for ever.",
    {200: Reply("The tile.", {BINARY: bytes}), **PAGE_ERRORS},
    (GRID_VERSION,),
)
LEVEL_TABLE = Operation(
    "map",
    "The areas of a level as intervals of numbers",
    "Little endian: uint32 count, then for each area how far its first number lies after the last of the area before "
    "it, then for each its last number less its first (uint32). The root is level 0. May be cached for ever.",
    {200: Reply("The level.", {BINARY: bytes}), **PAGE_ERRORS},
    (GRID_VERSION,),
)
NAMES = Operation(
    "map",
    "Names of the areas of a level in a part of the map",
    "[number, name, lon, lat, width, height] of each area whose middle lies in the box, the larger first, at most "
    "1,500; degrees WGS-84. May be cached for ever.",
    {200: Reply("The names.", {JSON: list[AreaName]}), **PAGE_ERRORS},
    (GRID_VERSION, BBOX),
)
MAP = Operation(
    "map",
    "What the map paints",
    "The class of the chosen KPI for every area of a level, one byte each in the order of their numbers, base64; 6 is "
    "without cases; coloured by what is normal, 7 is inside of the band, 8 worse and 9 better. With the words of the "
    "legend, and the line that reconciles map and number.",
    answered("The level in classes.", CellValues),
    (LEVEL, *SCREEN),
)
SPOT = Operation(
    "map",
    "Which area lies here",
    "The area of a level whose polygon contains a point (or around an area known by its number), with value and n as "
    "words; null outside the city.",
    answered("The area, or null.", Spot | None),
    (
        LEVEL,
        RequestParameter("lon", float, "Degrees WGS-84."),
        RequestParameter("lat", float, "Degrees WGS-84."),
        RequestParameter("area", int, "Number of an area, instead of a point."),
        *SCREEN,
    ),
)


class TileCache:
    """The tiles of a city, gzipped: stored on disk by grid version, cut at the first need."""

    def __init__(self, city: City, limit_bytes: int) -> None:
        self._city = city
        self._folder = TileFolder(city.ground.tiles_folder, limit_bytes)
        self._version = cells_version(city.tree, city.profile)

    def get(self, zoom: int, x: int, y: int) -> bytes:
        """The packed tile. Raises ValueError for one that the map does not have."""
        name = f"cells/{self._version}/{zoom}/{x}/{y}"
        tile = self._folder.get(name)
        if tile is None:
            cutter = self._city.ground.cell_tiles(map_system(self._city.profile))
            tile = gzip.compress(packed(cutter.numbers(zoom, x, y)), COMPRESSION, mtime=0)
            self._folder.put(name, tile)
        return tile


def level_table(tree: AreaTree, level: int) -> bytes:
    """The areas of a level, little endian: uint32 count, then for each how many numbers lie between the one before and
    its first, then for each last minus first (uint32). Ascending intervals in a form that compresses well."""
    first = tree.at_level(level).astype(np.int64)
    last = tree.last_id[first - 1].astype(np.int64)
    gap = first - np.concatenate([[0], last[:-1]])
    return np.concatenate([[len(first)], gap, last - first]).astype("<u4").tobytes()


def routes(city: City, tile_bytes: int) -> Blueprint:
    """GET /cells/<version>/<z>/<x>/<y>, /cells/<version>/level/<level> and …/names, /api/v1/map and /api/v1/map/spot.

    The version is that of the grid; where the map is not drawn in WGS-84 it also names the system (`cells_version`).
    """
    part = Blueprint("cells", __name__)
    tiles = TileCache(city, tile_bytes)
    version = cells_version(city.tree, city.profile)

    def require_version(grid_version: str) -> None:
        if grid_version != version:
            raise NotFound(f"There is no grid version {grid_version}.")

    @part.get("/cells/<grid_version>/<int:zoom>/<int:x>/<int:y>")
    @describe(TILE)
    def tile(grid_version: str, zoom: int, x: int, y: int) -> Response:
        require_version(grid_version)
        try:
            body = tiles.get(zoom, x, y)
        except ValueError:
            raise NotFound(f"The map has no tile {zoom}/{x}/{y}.") from None
        return _immutable(body, f"{grid_version}.{zoom}.{x}.{y}")

    _level_routes(part, city.tree, require_version)

    @part.get("/api/v1/map")
    @describe(MAP)
    def shades() -> Response:
        scene, level = _asked(city)
        return answer(as_json(shown(city, scene, level), scene))

    @part.get("/api/v1/map/spot")
    @describe(SPOT)
    def spot() -> Response:
        scene, level = _asked(city)
        area = exact_spot(city, level, request.args)
        return answer(spot_words(city, scene, area, of_level(city, scene, area.level, scene.now)) if area else None)

    return part


def _level_routes(part: Blueprint, tree: AreaTree, require_version: Callable[[str], None]) -> None:
    @part.get("/cells/<grid_version>/level/<int:level>")
    @describe(LEVEL_TABLE)
    def level(grid_version: str, level: int) -> Response:
        require_version(grid_version)
        if level > tree.depth:
            raise NotFound(f"There is no level {level}.")
        return _immutable(gzip.compress(level_table(tree, level), COMPRESSION, mtime=0), f"{grid_version}.{level}")

    @part.get("/cells/<grid_version>/level/<int:level>/names")
    @describe(NAMES)
    def names(grid_version: str, level: int) -> Response:
        require_version(grid_version)
        if level > tree.depth:
            raise NotFound(f"There is no level {level}.")
        return answer(names_within(tree, level, parsers.box("bbox", request.args.get("bbox", ""))))


def _asked(city: City) -> tuple[Scene, int]:
    """The scene of the screen that asks (its path, search and stamp), and the level it shows. Raises BadParameter."""
    return asking_scene(city), parsers.level("level", request.args.get("level", ""), city.tree.depth)


def _immutable(body: bytes, etag: str) -> Response:
    """Bytes that never change under this address, gzipped already."""
    response = Response(body, mimetype="application/octet-stream", headers=GZIPPED)
    response.set_etag(etag)
    response.make_conditional(request)
    return response
