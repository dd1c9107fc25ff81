"""Cases related to one: of the same matter, of the same person, at the same spot about the same time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

from geodata.coordinates.vicinity import sides_around
from queries.as_of_state.state_tables import state_tables
from queries.calendar.city_days import naive
from queries.cases.one_case import CaseAsked
from queries.privacy.text_columns import leaving
from queries.store.statement_runner import StatementRunner
from queries.store.statements import Text, read_statements

Relation = Literal["matter", "person", "spot"]
RELATIONS: tuple[Relation, ...] = ("matter", "person", "spot")
SPOT_METRES, SPOT_DAYS = 100, 30
"""What counts as the same spot: as far and as long as a problem that comes back (follow_ups.toml)."""
_SQL = read_statements(Path(__file__).with_name("related.sql"))


@dataclass(frozen=True)
class RelatedCase:
    """source and number name it; title masked, None of cases of the same person, of whom nothing but the numbers is
    told, as area_id and point (lon, lat in degrees WGS-84, None where not trusted) are; reported_at aware."""

    source: str
    source_id: str
    reported_at: datetime
    status: str
    title: str | None = None
    area_id: int | None = None
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class RelatedCases:
    """relation: by what; n: how many there are; cases: the newest of them."""

    relation: Relation
    n: int
    cases: tuple[RelatedCase, ...]


def find_related(runner: StatementRunner, asked: CaseAsked, most: int) -> tuple[RelatedCases, ...] | None:
    """The other cases reported by the moment, at most `most` of each relation; a relation of which the case has nothing
    (no matter, no person, no trusted point) is left out. None where the case is not known by then. Raises TooSlow."""
    known = {"recorded": naive(asked.recorded_as_of)} if asked.recorded_as_of else {}
    case = {"source": asked.source, "source_id": asked.source_id, "as_of": naive(asked.as_of), **known}
    names, rows = runner.rows(_own(recorded=bool(known)), case)
    if not rows:
        return None
    given = _given(dict(zip(names, rows[0], strict=True)))
    found = []
    for relation, bound in given.items():
        names, rows = runner.rows(_others(relation, recorded=bool(known)), {**case, **bound, "most": most})
        cases = [dict(zip(names, row, strict=True)) for row in rows]
        n = int(cases[0]["n"]) if cases else 0
        found.append(RelatedCases(relation, n, tuple(_case(relation, one) for one in cases)))
    return tuple(found)


def _given(own: Mapping[str, Any]) -> dict[Relation, dict[str, Any]]:
    """What each relation is asked by."""
    given: dict[Relation, dict[str, Any]] = {}
    if own["matter"]:
        given["matter"] = {"matter": own["matter"]}
    if own["person"]:
        given["person"] = {"person": own["person"]}
    if own["lon"] is not None:
        west, south, east, north = sides_around((own["lon"], own["lat"]), SPOT_METRES)
        time = timedelta(days=SPOT_DAYS)
        given["spot"] = {
            "lon": own["lon"], "lat": own["lat"], "west": west, "south": south, "east": east, "north": north,
            "metres": SPOT_METRES, "since": own["reported_at"] - time, "until": own["reported_at"] + time,
        }  # fmt: skip
    return given


@cache
def _own(*, recorded: bool) -> str:
    table = state_tables()["events"]
    return _SQL.filled("own", events=table.recorded if recorded else table.table)


@cache
def _others(relation: Relation, *, recorded: bool) -> str:
    table = state_tables()["events"]
    events = table.recorded if recorded else table.table
    status = table.expression("status", untimed=False)
    composed = _SQL.filled("others", status=status, same=_SQL[relation], events=events)
    return Text(composed).substitute(moment="$as_of", table=events)


def _case(relation: Relation, row: Mapping[str, Any]) -> RelatedCase:
    reported = row["reported_at"].replace(tzinfo=UTC)
    if relation == "person":
        return RelatedCase(row["source"], row["source_id"], reported, row["status"])
    title = leaving("title", row["title"]) or leaving("category3", row["kind"])
    point = None if row["lon"] is None else (row["lon"], row["lat"])
    return RelatedCase(row["source"], row["source_id"], reported, row["status"], title, row["area_id"], point)
