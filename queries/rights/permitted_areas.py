"""The areas that an asker may see."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.areas.area_tree import Area, AreaTree
from queries.errors import OutsideScope
from queries.scope import Scope


def refuse_outside(area: Area, scope: Scope) -> None:
    """Raise OutsideScope for an area of which nothing may be seen."""
    if not scope.meets(area.area_id, area.last_id):
        raise OutsideScope(area.name)


def names_permitted(tree: AreaTree, area: Area, scope: Scope) -> tuple[str, ...]:
    """The areas that count of an area, where not all of it may be seen; else none."""
    if scope.covers(area.area_id, area.last_id):
        return ()
    return tuple(one.name for one in permitted_areas(tree, scope) if area.holds(one.area_id))


def home_area(tree: AreaTree, scope: Scope) -> Area:
    """The smallest area in which all lies that may be seen."""
    if not scope.areas:
        return tree.root
    first, last = min(low for low, _ in scope.areas), max(high for _, high in scope.areas)
    area = tree.by_id(first)
    around = (area, *reversed(tree.ancestors(area)))
    return next(one for one in around if one.holds(last))


def permitted_areas(tree: AreaTree, scope: Scope) -> Iterator[Area]:
    """The largest areas all of which may be seen, in the order of the tree."""
    for first, last in scope.areas if scope.areas is not None else ((tree.root.area_id, tree.root.last_id),):
        number = first
        while number <= last:
            area = tree.by_id(number)
            yield area
            number = area.last_id + 1
