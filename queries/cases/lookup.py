"""Cases by their numbers, for the search box; nothing personal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from queries.as_of_state.state_tables import state_tables
from queries.calendar.city_days import naive
from queries.privacy.text_columns import leaving
from queries.scope import Scope
from queries.store.statement_runner import StatementRunner
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("cases.sql"))
LAST_LETTER = "\U0010ffff"


@dataclass(frozen=True)
class FoundCase:
    """source and number name it; title masked; reported_at aware."""

    source: str
    source_id: str
    title: str | None
    area_id: int
    reported_at: datetime


@dataclass(frozen=True)
class NumberAsked:
    """A number or how it begins, of one source or ("") of any; cases reported by `as_of`, as recorded by then."""

    number: str
    source: str
    as_of: datetime
    recorded_as_of: datetime | None = None
    scope: Scope = field(kw_only=True)


def cases_by_number(runner: StatementRunner, asked: NumberAsked, most: int) -> list[FoundCase]:
    """At most `most` cases whose number begins so, the shortest number first. Raises TooSlow."""
    known = {"recorded": naive(asked.recorded_as_of)} if asked.recorded_as_of else {}
    table = state_tables()["events"]
    statement = _SQL.filled("by_number", events=table.recorded if known else table.table)
    bound = {
        "number": asked.number, "beyond": asked.number + LAST_LETTER, "source": asked.source,
        "as_of": naive(asked.as_of), "most": most, **known,
    }  # fmt: skip
    _, rows = runner.rows(statement, bound)
    return [
        FoundCase(
            source, number, leaving("title", title) or leaving("category3", kind), area_id, reported.replace(tzinfo=UTC)
        )
        for source, number, title, kind, area_id, reported in rows
    ]
