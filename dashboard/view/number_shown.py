"""One figure of a screen as an address names it: `kpi;area=410105;channel=app`, a KPI and to what it is narrowed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from dashboard.errors import wrong_parameter
from dashboard.view import parsers
from dashboard.view.conditions import SEPARATOR, joined, parse_conditions
from dashboard.view.parameter import Vocabulary
from queries.values import Conditions, Question, inclusion

if TYPE_CHECKING:
    from dashboard.view.scene import Scene

CHOSEN = "chosen"
"""Instead of a key: the KPI that is chosen on the screen, whichever that is."""
AREA, DAYS, AS_OF = "area", "days", "as_of"
NAMED = (AREA, DAYS, AS_OF)


@dataclass(frozen=True)
class NumberShown:
    """kpi: None for the one chosen on the screen; area, days (first and last), as_of (aware): None for those of the
    screen; where: conditions that take the place of the screen's on the same dimensions."""

    kpi: str | None = None
    area: str | None = None
    where: Conditions = ()
    days: tuple[date, date] | None = None
    as_of: datetime | None = None


def parse_number(given: str, words: Vocabulary) -> NumberShown:
    """The figure that `write_number` wrote. Raises BadParameter."""
    key, *parts = SEPARATOR.split(parsers.text("number", given))
    pairs = [part.partition("=") for part in parts]
    named = {name: value for name, _, value in pairs if name in NAMED}
    others = [part for part, (name, _, _) in zip(parts, pairs, strict=True) if name not in NAMED]
    area = named.get(AREA)
    is_known = (key == CHOSEN or key in words.kpis) and (area is None or words.has_area(area))
    if not is_known or len(named) + len(others) < len(parts):
        raise wrong_parameter("number", "no_figure", given=parsers.quoted(given))
    return NumberShown(
        kpi=None if key == CHOSEN else key,
        area=area,
        where=tuple(sorted(set(parse_conditions("number", ";".join(others), words.has_value)))),
        days=parsers.days("number", named[DAYS]) if DAYS in named else None,
        as_of=parsers.moment("number", named[AS_OF], words.zone) if AS_OF in named else None,
    )


def write_number(number: NumberShown) -> str:
    """The canonical text of a figure."""
    named = {
        AREA: number.area,
        DAYS: "..".join(day.isoformat() for day in number.days) if number.days else None,
        AS_OF: number.as_of.isoformat() if number.as_of else None,
    }
    given = [(name, value) for name, value in named.items() if value]
    return joined([number.kpi or CHOSEN, *(f"{name}={value}" for name, value in (*given, *number.where))])


def question_of(number: NumberShown, scene: Scene) -> Question:
    """What the screen asked to show this figure, with all statistics of a duration."""
    asked = scene.question(number.kpi or scene.metric.key)
    named = {inclusion(dimension) for dimension, _ in number.where}
    others = tuple(one for one in asked.where if inclusion(one[0]) not in named)
    start, end = number.days or (asked.start, asked.end)
    return replace(
        asked,
        area=number.area or asked.area,
        start=start,
        end=end,
        as_of=number.as_of or asked.as_of,
        where=(*others, *number.where),
        value_only=False,
    )
