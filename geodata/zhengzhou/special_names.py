"""Names of ordinary special grids, after the community or street that they lie in; no name is given twice."""

from __future__ import annotations

import re
from itertools import count

from geodata.areas.area_tree import AreaTree

_ORDINALS = ("", "第二", "第三", "第四", "第五", "第六", "第七", "第八", "第九", "第十")
_NUMBERED = re.compile(r"第\d+片区$")


class SpecialNames:
    """Gives every special grid a name that no other one has."""

    def __init__(self, tree: AreaTree) -> None:
        self.tree = tree
        self._street_of: dict[str, str] = {}
        self._given: set[str] = set()

    def name(self, leaf: int, pattern: str) -> str:
        """A name for a grid that grew from the micro-grid with this number; the district leads where a name is that of
        another street's already.
        """
        district, street, community = (str(self.tree.name[int(self._above(leaf, level)) - 1]) for level in (1, 2, 3))
        town = re.sub(r"(街道|镇|乡)$", "", street)
        place = town if _NUMBERED.search(community) else re.sub(r"社区$", "", community)
        first = pattern.format(place=place, street=town, nth="")
        lead = "" if self._street_of.setdefault(first, district + street) == district + street else district
        for number in count():
            nth = _ORDINALS[number] if number < len(_ORDINALS) else f"第{number + 1}"
            name = lead + pattern.format(place=place, street=town, nth=nth)
            if name not in self._given:
                self._given.add(name)
                return name
        raise AssertionError

    def _above(self, leaf: int, level: int) -> int:
        return int(self.tree.ancestor_at(leaf, level))
