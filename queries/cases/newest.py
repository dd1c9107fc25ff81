"""The newest cases of an area: looked for in a short time first, so that old row groups are not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from geodata.areas.area_tree import Area, AreaTree
from queries.as_of_state.state_tables import state_tables
from queries.calendar.city_days import BEGINNING, TICK, naive
from queries.kpis.conditions import Conditions, Form, clauses, form_of, state_clauses
from queries.kpis.conditions import bound as bound_values
from queries.privacy.text_columns import leaving
from queries.scope import Scope
from queries.store.statement_runner import StatementRunner
from queries.store.statements import Text, conjunction, read_statements

WINDOWS = (timedelta(minutes=30), timedelta(hours=12), timedelta(days=14), None)
_SQL = read_statements(Path(__file__).with_name("cases.sql"))


@dataclass(frozen=True)
class NewEvent:
    """A case as it arrived; nothing personal. id: source and number; category: the deepest kind known; area_name: from
    below the city down to where it was placed, or the city; lon, lat: degrees WGS-84, None where not trusted."""

    id: str
    title: str | None
    category: str | None
    channel: str | None
    department: str | None
    auto_dispatched: bool | None
    area_code: str
    area_name: str
    reported_at: datetime
    lon: float | None
    lat: float | None


@dataclass(frozen=True)
class Newest:
    """Asks for the newest `most` cases reported in an area at or before `as_of` (aware); recorded_as_of: as recorded by
    then (None: by now); where: conditions on them, see kpis/conditions."""

    area: Area
    as_of: datetime
    most: int
    recorded_as_of: datetime | None = None
    where: Conditions = ()
    scope: Scope = field(kw_only=True)


class WindowsThatSufficed:
    """In which of WINDOWS the newest cases of the areas of a level were found last. Safe to use from many threads."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}

    def first_for(self, asked: Newest) -> int:
        """The number of the window to begin with."""
        return 0 if asked.where else self._numbers.get(asked.area.level, 0)

    def note(self, asked: Newest, oldest: datetime) -> None:
        """As many as were wanted were found; oldest: when the first of them was reported (naive UTC)."""
        if not asked.where:
            age = naive(asked.as_of) - oldest
            enough = (number for number, window in enumerate(WINDOWS) if window is None or age < window)
            self._numbers[asked.area.level] = next(enough)


def newest_events(
    runner: StatementRunner, tree: AreaTree, asked: Newest, windows: WindowsThatSufficed | None = None
) -> list[NewEvent]:
    """The cases asked for, newest first. windows: in which they were found before; they are looked for there first."""
    windows = windows or WindowsThatSufficed()
    area, moment, most, table = asked.area, naive(asked.as_of), asked.most, state_tables()["events"]
    known = {"recorded": naive(asked.recorded_as_of)} if asked.recorded_as_of else {}
    conditions = conjunction([_SQL["in_area_and_time"], *_conditions(form_of(asked.where))])
    statement = _SQL.filled("newest", events=table.recorded if known else table.table, conditions=conditions)
    found: list[dict[str, Any]] = []
    for window in WINDOWS[windows.first_for(asked) :]:
        bound = {
            "first_id": area.area_id, "last_id": area.last_id, "as_of": moment, "most": most,
            "from_at": BEGINNING if window is None else moment - window + TICK, **known, **bound_values(asked.where),
        }  # fmt: skip
        names, rows = runner.rows(statement, bound)
        found = [dict(zip(names, row, strict=True)) for row in rows]
        if len(found) >= most:
            windows.note(asked, found[-1]["reported_at"])
            break
    return [_event(tree, row) for row in found]


def _conditions(form: Form) -> list[str]:
    """Over `stored`, with the state as of $as_of."""
    table = state_tables()["events"]
    of_state = state_clauses(form, lambda column: table.expression(column, untimed=True))
    return [*clauses(form), *(Text(one).safe_substitute(moment="$as_of") for one in of_state)]


def _event(tree: AreaTree, row: Mapping[str, Any]) -> NewEvent:
    place = tree.by_id(row["area_id"])
    names = [above.name for above in tree.ancestors(place)[1:]] + [place.name]
    return NewEvent(
        id=f"{row['source']}/{row['source_id']}",
        title=leaving("title", row["title"]),
        category=leaving("category3", row["category3"] or row["category1"]),
        channel=leaving("channel", row["channel"]),
        department=leaving("department", row["department"]),
        auto_dispatched=row["auto_dispatched"],
        area_code=place.code,
        area_name=" › ".join(names),
        reported_at=row["reported_at"].replace(tzinfo=UTC),
        lon=row["lon"],
        lat=row["lat"],
    )
