"""Areas as the HTTP API says them: one with its neighbours in the tree, and the tree itself page by page."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import numpy as np

from dashboard.errors import wrong_parameter
from dashboard.view import parsers
from geodata.areas.area_tree import Area, AreaTree, Numbers
from geodata.city.profile import Profile

TREE = "/api/v1/areas/tree"
USUAL_ROWS, MOST_ROWS = 1_000, 10_000


def plain(text: str) -> str:
    """A text as names are compared: full-width letters made ordinary, small, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class AreaRows:
    """The areas of one city."""

    def __init__(self, tree: AreaTree, profile: Profile) -> None:
        self._tree, self._profile = tree, profile

    def one(self, code: str) -> dict[str, Any]:
        """`Areas` of the schemas: the area of this code ("": the city). Raises UnknownArea."""
        area = self._area(code)
        return {
            "grid_version": self._tree.grid_version,
            "levels": self._levels(),
            "area": self._row(area),
            "ancestors": [self._row(one) for one in self._tree.ancestors(area)],
            "children": [self._row(one) for one in self._tree.children(area)],
        }

    def page(self, given: Mapping[str, str]) -> dict[str, Any]:
        """`AreaPage` of the schemas: an area and all below it that are asked for, in the order of the tree. Raises
        BadParameter and UnknownArea."""
        numbers = self._asked(given)
        begin = self._beginning(given, numbers)
        most = self._most(given)
        rows = [self._row(self._tree.by_id(number)) for number in numbers[begin : begin + most].tolist()]
        next_page = None
        if begin + most < len(numbers):
            others = {name: value for name, value in given.items() if name != "after" and value}
            next_page = f"{TREE}?{urlencode({**others, 'after': rows[-1]['code']})}"
        return {"grid_version": self._tree.grid_version, "n": len(numbers), "areas": rows, "next": next_page}

    def _asked(self, given: Mapping[str, str]) -> Numbers:
        """Numbers of the areas asked for, ascending."""
        area = self._area(parsers.code("parent", given.get("parent", "")))
        numbers = self._tree.area_id[area.area_id - 1 : area.last_id]
        level = parsers.code("level", given.get("level", ""))
        if level:
            numbers = numbers[self._tree.level[numbers - 1] == self._level(level)]
        query = plain(parsers.code("q", given.get("q", "")))
        return np.intersect1d(numbers, self._named(query)).astype(np.int32) if query else numbers

    def _named(self, query: str) -> list[int]:
        """Numbers of the areas whose name or alias holds the text, or whose code begins with it."""
        by_name = [number for name, numbers in self._names.items() if query in name for number in numbers]
        return by_name + [number for code, number in self._codes if code.startswith(query)]

    @cached_property
    def _names(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for name, numbers in self._tree.names.items():
            found.setdefault(plain(name), []).extend(numbers)
        for alias, code in self._profile.aliases.items():
            if code in self._tree.number_of_code:
                found.setdefault(plain(alias), []).append(self._tree.number_of_code[code])
        return found

    @cached_property
    def _codes(self) -> list[tuple[str, int]]:
        return [(code.casefold(), number) for code, number in self._tree.number_of_code.items()]

    def _beginning(self, given: Mapping[str, str], numbers: Numbers) -> int:
        """How many of the areas lie before the page."""
        after = parsers.code("after", given.get("after", ""))
        return int(np.searchsorted(numbers, self._area(after).area_id, side="right")) if after else 0

    def _most(self, given: Mapping[str, str]) -> int:
        written = given.get("limit", "").strip()
        return parsers.whole_number("limit", written, 1, MOST_ROWS) if written else USUAL_ROWS

    def _level(self, key: str) -> int:
        keys = [level.key for level in self._profile.levels]
        if key not in keys:
            raise wrong_parameter("level", "none_of", given=parsers.quoted(key), known=", ".join(keys))
        return keys.index(key)

    def _area(self, code: str) -> Area:
        return self._tree.area(code) if code else self._tree.root

    def _levels(self) -> list[dict[str, Any]]:
        return [
            {"key": level.key, "zh": level.zh, "en": level.en, "areas": len(self._tree.at_level(number))}
            for number, level in enumerate(self._profile.levels)
        ]

    def _row(self, area: Area) -> dict[str, Any]:
        place = {"lon": area.lon, "lat": area.lat, "bbox": list(area.bbox), "area_km2": area.area_km2}
        return {
            "code": area.code,
            "name": area.name,
            "level": self._profile.levels[area.level].key,
            "parent": self._tree.by_id(area.parent_id).code if area.parent_id else None,
            "below": area.last_id - area.area_id,
            **(place if area.has_outline else dict.fromkeys(place)),
        }
