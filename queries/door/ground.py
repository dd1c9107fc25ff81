"""The ground of a city beside its areas: where its files lie, its special grids, and what places a point."""

from __future__ import annotations

from pathlib import Path

from geodata.areas.special_grids import SpecialGrids
from geodata.placing.placer import Placer
from queries.city_context import CityContext


class Ground:
    """`city.ground`. The same for every asker: nothing of it comes from cases."""

    def __init__(self, context: CityContext) -> None:
        self._context = context

    @property
    def folder(self) -> Path:
        """The folder of the city."""
        return self._context.folder

    @property
    def special_grids(self) -> SpecialGrids:
        """The special grids of the city; none when it has no file of them."""
        return self._context.special_grids

    @property
    def placer(self) -> Placer:
        """Places points in the area tree; built at the first need, which takes seconds in a large city."""
        return self._context.placer
