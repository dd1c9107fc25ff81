"""One opened city within this floor: its profile, areas, store and clock, and the placer of points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

import numpy as np

from geodata.areas.special_grids import SpecialGrids
from geodata.areas.tree_file import AREAS_FILE, AreaTree, read_tree
from geodata.city.profile import Profile, load_profile, write_profile
from geodata.placing.placer import Placer
from geodata.placing.raster_folder import RasterFolder
from queries.budget.memory_budget import MemoryBudget
from queries.calendar.clock import Clock, wall_now
from queries.store.scoped.coarser_areas import CoarserAreas
from queries.store.store import Store


@dataclass
class CityContext:
    """What loading, recovery, intake and questions need of one city while it is open. Safe to use from many threads.

    This is the one owner of the profile, which may change while the city is open: read it here when it is needed.
    """

    profile: Profile
    tree: AreaTree
    store: Store
    clock: Clock
    unread: Literal["", "packs", "all"] = ""
    """What opening left to be read through: nothing, the packs of landing/, or all of store and landing/."""

    @classmethod
    def open(
        cls,
        folder: Path | str,
        *,
        clock: Clock | None = None,
        location: str | None = None,
        memory: MemoryBudget | None = None,
    ) -> Self:
        """Open the store in a city's folder and read its profile and areas.

        clock: instead of the one that the profile asks for; location: of the store, when it is not the file in the
        folder; memory: of the store's buffers. Raises CityMissing, ProfileError, StoreBusy, StoreDamaged.
        """
        folder = Path(folder)
        profile, tree = load_profile(folder), read_tree(folder)
        store = Store.open(folder, location=location, memory=memory)
        store.scoped_rows.know_areas(lambda: coarser_areas(tree))
        return cls(profile, tree, store, clock or clock_of(profile, store.last_recorded_at()))

    @property
    def folder(self) -> Path:
        """The folder of the city."""
        return self.store.folder

    @property
    def special_grids(self) -> SpecialGrids:
        """The special grids of the city; none when it has no file of them."""
        return self.store.special_grids

    @cached_property
    def placer(self) -> Placer:
        """Places points in the area tree. Its raster is built at the very first need, which takes seconds in a large
        city, and then kept in the city's folder."""
        return Placer(self.tree, RasterFolder(self.folder / AREAS_FILE))

    def recording_moment(self) -> datetime:
        """The recording moment of input that arrives now, by the city's clock (aware, UTC)."""
        return (self.clock.wall() + self.clock.offset).astimezone(UTC)

    def replace_profile(self, profile: Profile) -> None:
        """Write a changed profile into the city's folder and use it from now on."""
        write_profile(profile, self.folder)
        self.profile = profile

    def close(self) -> None:
        """Close the store; a second call does nothing."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def clock_of(profile: Profile, recorded: datetime | None = None) -> Clock:
    """The clock that a profile declares. An offset clock starts at the instant of the profile, or goes on from
    `recorded` (aware, the newest recording) where that is later."""
    start = profile.clock_start
    if start is None:
        return Clock.from_setting(profile.clock)
    return Clock(mode="offset", offset=max(start, recorded or start).astimezone(UTC) - wall_now())


def coarser_areas(tree: AreaTree) -> CoarserAreas:
    """As near as a case is known that cannot be opened: never in its deepest area."""
    of_deepest = (tree.level == tree.depth) & (tree.parent_id > 0)
    above = np.where(of_deepest, tree.parent_id, tree.area_id)
    lon, lat = tree.lon[above - 1], tree.lat[above - 1]
    return CoarserAreas(above, lon, lat, tree.last_id)
