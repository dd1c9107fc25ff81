"""Areas and special grids by what stands in a phrase."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice

from dashboard.search.index import SearchIndex
from dashboard.search.phrases.readings import AreaAsked, GridAsked, Reading
from dashboard.search.phrases.spoken import is_han, spoken
from dashboard.search.words import Match
from geodata.areas.area_tree import Area

MOST_PLACES, MOST_LOOKED_AT = 8, 64
LATIN: tuple[Match, ...] = ("exact", "prefix")
HAN: tuple[Match, ...] = ("exact", "prefix", "inside")


class NamedPlaces:
    """The areas and special grids of one city, at most MOST_PLACES of each for a word."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        named = {name: [place] for place, name in enumerate(index.grids.name.tolist())}
        self._grids = {spoken(name): places for name, places in named.items()}
        self._written = {spoken(name): name for name in index.tree.names if spoken(name) != name}

    def area(self, reading: Reading) -> Area | None:
        """The area that a reading means, if it means one."""
        return self._index.tree.by_id(reading.number) if isinstance(reading, AreaAsked) else None

    def called(self, word: str, within: Area) -> list[Reading]:
        """Those of this name; areas inside `within` first, then larger ones before smaller ones."""
        numbers = self._index.tree.names.get(self._written.get(word, word), ())
        grids = self._grids.get(word, ())
        return [*self._areas(numbers, within), *map(GridAsked, grids)] if numbers or grids else []

    def alike(self, part: str, within: Area) -> list[Reading]:
        """Those of this code, and those whose name (or its pinyin, or initials) is or begins with this, or, in Chinese,
        holds it."""
        matches = HAN if is_han(part[0]) else LATIN
        index, found = self._index, []
        for code in index.area_codes.found(part):
            if index.tree.by_id(code + 1).code.casefold() == part:
                found.append(code + 1)
            break
        for match in matches:
            numbers = islice(chain.from_iterable(index.area_names.found(part, (match,))), MOST_LOOKED_AT)
            found += [area.number for area in self._areas(numbers, within)]
        grids = islice(chain.from_iterable(index.grid_names.found(part, matches)), MOST_PLACES)
        areas = list(dict.fromkeys(found))[:MOST_PLACES]
        return [*map(AreaAsked, areas), *map(GridAsked, grids)]

    def _areas(self, numbers: Iterable[int], within: Area) -> list[AreaAsked]:
        level = self._index.tree.level
        ordered = sorted(numbers, key=lambda number: (not within.holds(number), level[number - 1], number))
        return [AreaAsked(number) for number in ordered[:MOST_PLACES]]
