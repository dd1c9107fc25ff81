"""Cases by their numbers, for the search box; nothing personal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from queries.as_of_state.state_tables import state_tables
from queries.calendar.city_days import naive
from queries.privacy.text_columns import leaving
from queries.scope import Scope
from queries.store.statement_runner import StatementRunner
from queries.store.statements import Text

# The range lets row groups without such a number be skipped; starts_with makes it exact.
BY_NUMBER = Text("""
SELECT source, source_id, title, coalesce(category3, category1), area_id, reported_at
FROM @events AS stored
WHERE source_id >= $number AND source_id < $beyond AND starts_with(source_id, $number) AND reported_at <= $as_of
  AND ($source = '' OR source = $source)
ORDER BY length(source_id), source_id, source
LIMIT $most
""")
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
    statement = BY_NUMBER.substitute(events=table.recorded if known else table.table)
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
