"""One figure of a screen as an address names it: `kpi;area=410105;channel=app`, a KPI and to what it is narrowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dashboard.errors import BadParameter
from dashboard.view import parsers
from dashboard.view.conditions import SEPARATOR, joined, parse_conditions
from queries.values import Conditions, Question, inclusion

if TYPE_CHECKING:
    from dashboard.view.scene import Scene

CHOSEN = "chosen"
"""Instead of a key: the KPI that is chosen on the screen, whichever that is."""
AREA = "area"


@dataclass(frozen=True)
class NumberShown:
    """kpi: None for the one chosen on the screen; area: None for that of the screen; where: conditions that take the
    place of the screen's on the same dimensions."""

    kpi: str | None = None
    area: str | None = None
    where: Conditions = ()


def parse_number(
    given: str, has_kpi: Callable[[str], bool], has_area: Callable[[str], bool], has_value: Callable[[str, str], bool]
) -> NumberShown:
    """The figure that `write_number` wrote. Raises BadParameter."""
    key, *parts = SEPARATOR.split(parsers.text("number", given))
    areas = [part.partition("=")[2] for part in parts if part.startswith(f"{AREA}=")]
    others = [part for part in parts if not part.startswith(f"{AREA}=")]
    if not (key == CHOSEN or has_kpi(key)) or not all(has_area(code) for code in areas) or len(areas) > 1:
        raise BadParameter("number", f"{parsers.quoted(given)} is no figure; write it like reported;channel=app")
    where = parse_conditions("number", ";".join(others), has_value)
    return NumberShown(None if key == CHOSEN else key, areas[0] if areas else None, tuple(sorted(set(where))))


def write_number(number: NumberShown) -> str:
    """The canonical text of a figure."""
    area = [(AREA, number.area)] if number.area else []
    return joined([number.kpi or CHOSEN, *(f"{name}={value}" for name, value in (*area, *number.where))])


def question_of(number: NumberShown, scene: Scene) -> Question:
    """What the screen asked to show this figure, with all statistics of a duration."""
    asked = scene.question(number.kpi or scene.metric.key)
    named = {inclusion(dimension) for dimension, _ in number.where}
    others = tuple(one for one in asked.where if inclusion(one[0]) not in named)
    return replace(asked, area=number.area or asked.area, where=(*others, *number.where), value_only=False)
