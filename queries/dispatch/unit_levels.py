"""At which level a unit stands: what the playbook says of it, else the level of the area that its name begins with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from geodata.areas.area_tree import Area, AreaTree
from queries.dispatch.playbook import Playbook

_OF_DEPTH = ("city", "district", "street")


def levels_of_units(units: Iterable[str], playbook: Playbook, tree: AreaTree) -> Mapping[str, str]:
    """unit → its level, a word of playbook_levels.toml; units of which nobody says it are left out. A name begins with
    that of the city or not, then with that of an area below it, and so on down."""
    said = {one.department: one.level for one in playbook.entries if one.level}
    found = {unit: said.get(unit) or _by_name(unit, tree) for unit in units}
    return {unit: level for unit, level in found.items() if level}


def _by_name(unit: str, tree: AreaTree) -> str:
    rest, area, depth = unit.removeprefix(tree.root.name), tree.root, 0
    while below := _named(rest, tree.children(area)):
        rest, area, depth = rest.removeprefix(below.name), below, depth + 1
    if not depth and not unit.startswith(tree.root.name):
        return ""
    return _OF_DEPTH[depth] if depth < len(_OF_DEPTH) else "unit"


def _named(text: str, areas: Iterable[Area]) -> Area | None:
    """The area with the longest name that a text begins with."""
    fitting = [one for one in areas if one.name and text.startswith(one.name)]
    return max(fitting, key=lambda one: len(one.name), default=None)
