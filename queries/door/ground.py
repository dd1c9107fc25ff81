"""The ground of a city beside its areas: where its files lie, its special grids, and what places a point."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from geodata.areas.area_tree import Area
from geodata.areas.special_grids import SpecialGrids
from geodata.coordinates.systems import CoordinateSystem
from geodata.placing.placer import Placer
from geodata.tiles.cell_tiles import CellTiles
from queries.city_context import CityContext
from queries.rights.permitted_areas import home_area
from queries.scope import Scope


class Ground:
    """`city.ground`. The same for every asker: nothing of it comes from cases."""

    def __init__(self, context: CityContext) -> None:
        self._context = context
        self._cell_tiles: dict[CoordinateSystem, CellTiles] = {}
        self._cutting = Lock()

    @property
    def folder(self) -> Path:
        """The folder of the city."""
        return self._context.folder

    @property
    def tiles_folder(self) -> Path:
        """Where what the map is cut from is kept; all of it can be made again."""
        return self.folder / "tiles"

    @property
    def special_grids(self) -> SpecialGrids:
        """The special grids of the city; none when it has no file of them."""
        return self._context.special_grids

    @property
    def placer(self) -> Placer:
        """Places points in the area tree; built at the first need, which takes seconds in a large city."""
        return self._context.placer

    def home(self, scope: Scope) -> Area:
        """The area that an asker means who names none: the smallest in which all lies that may be seen."""
        return home_area(self._context.tree, scope)

    def cell_tiles(self, system: CoordinateSystem = CoordinateSystem.WGS_84) -> CellTiles:
        """Cuts the tiles of a map whose degrees are of `system`; the same for all who ask."""
        with self._cutting:
            if system not in self._cell_tiles:
                name = f"{self._context.tree.grid_version}@{system}.npz"
                file = self.tiles_folder / "edges" / name
                self._cell_tiles[system] = CellTiles(self._context.tree, self.placer, system, file)
            return self._cell_tiles[system]
