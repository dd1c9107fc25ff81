"""Cases as Open311 GeoReport v2 speaks of them: requests of services, open or closed. Texts are masked here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from queries.as_of_state.state_tables import named, state_tables, stored_column
from queries.calendar.city_days import naive
from queries.privacy.text_columns import CATEGORIES, leaving
from queries.scope import Scope
from queries.store.statement_runner import StatementRunner
from queries.store.statements import Text, conjunction, read_statements

_SQL = read_statements(Path(__file__).with_name("service_requests.sql"))
_FACTS = ("source", "source_id", "title", "text", *CATEGORIES, "department", "area_id", "reported_at", "due_at")
_DERIVED = ("status", "voided_at", "closed_at", "trusted_lon", "trusted_lat")
ENDED = frozenset({"closed", "voided"})
_NO_NEWS = frozenset({"occurred_at"})
"""Times of a case that say nothing of when something was done about it."""


@dataclass(frozen=True)
class CaseKind:
    """A kind of case: its categories from the widest to the narrowest, masked, those that are not stated left out."""

    categories: tuple[str, ...]


@dataclass(frozen=True)
class ServiceRequest:
    """A case; nothing personal. status: of the life cycle; instants aware; updated_at: when it ended, else its newest
    step; lon, lat: degrees WGS-84, None where not trusted."""

    source: str
    number: str
    kind: CaseKind
    description: str | None
    department: str | None
    area_id: int
    status: str
    reported_at: datetime
    updated_at: datetime
    due_at: datetime | None
    lon: float | None
    lat: float | None

    @property
    def is_ended(self) -> bool:
        """Whether it is closed or voided."""
        return self.status in ENDED


@dataclass(frozen=True)
class RequestsAsked:
    """A page of the cases reported from `start` to `end` (aware, both inclusive), the newest first, as of a moment.

    kinds: of these alone; is_ended: closed and voided ones or all others; None: whatever. skipped: cases before the
    page.
    """

    as_of: datetime
    start: datetime
    end: datetime
    most: int
    skipped: int = 0
    kinds: frozenset[CaseKind] | None = None
    is_ended: bool | None = None
    scope: Scope = field(kw_only=True)


@dataclass(frozen=True)
class PageForm:
    """What the text of a statement depends on. is_later: it is not the first page; of_kinds: of some kinds alone."""

    is_later: bool
    of_kinds: bool
    is_ended: bool | None


@dataclass(frozen=True)
class NamedRequests:
    """Cases by (source, number), as of a moment; those that are not known are left out."""

    as_of: datetime
    names: tuple[tuple[str, str], ...]
    scope: Scope = field(kw_only=True)


def case_kinds(runner: StatementRunner) -> dict[CaseKind, tuple[int, ...]]:
    """Every kind that there are cases of, in the order of its categories, with the numbers by which it is asked for."""
    _, rows = runner.rows(_SQL["kinds"], {})
    found: dict[CaseKind, tuple[int, ...]] = {}
    for *categories, number in rows:
        kind = _kind(categories)
        found[kind] = (*found.get(kind, ()), number)
    return found


def page_of_requests(runner: StatementRunner, asked: RequestsAsked) -> list[ServiceRequest]:
    """The page asked for. Raises TooSlow."""
    bound: dict[str, Any] = {
        "as_of": naive(asked.as_of), "from_at": naive(asked.start), "upto_at": naive(asked.end), "most": asked.most,
    }  # fmt: skip
    if asked.skipped:
        bound["skipped"] = asked.skipped
    if asked.kinds is not None:
        numbers = case_kinds(runner)
        bound["kinds"] = tuple(number for kind in sorted(asked.kinds, key=repr) for number in numbers.get(kind, ()))
        if not bound["kinds"]:
            return []
    form = PageForm(asked.skipped > 0, asked.kinds is not None, asked.is_ended)
    return _requests(runner, _page_statement(form), bound)


def requests_named(runner: StatementRunner, asked: NamedRequests) -> list[ServiceRequest]:
    """The cases asked for, the newest first. Raises TooSlow."""
    if not asked.names:
        return []
    sources, numbers = zip(*asked.names, strict=True)
    return _requests(runner, _named_statement(), {"as_of": naive(asked.as_of), "sources": sources, "numbers": numbers})


@cache
def _page_statement(form: PageForm) -> str:
    conditions = [state_tables()["events"].exists, _SQL["reported_within"]]
    conditions += [_SQL["of_kinds"]] if form.of_kinds else []
    ended = _SQL["always" if form.is_ended is None else "ended" if form.is_ended else "not_ended"]
    keys = ("source", "source_id", "reported_at", *([] if form.is_ended is None else ["status"]))
    places = {"key_columns": _written(keys), "conditions": conjunction(conditions), "ended": ended}
    return _as_of(_SQL.filled("later_page" if form.is_later else "page", rows=_rows(), **places))


@cache
def _named_statement() -> str:
    return _as_of(_SQL.filled("named", rows=_rows()))


def _rows() -> str:
    table = state_tables()["events"]
    steps = sorted(table.steps - _NO_NEWS - {"voided_at"})
    columns = _written((*_FACTS, *_DERIVED, *steps))
    return _SQL.filled("rows", columns=columns, steps=", ".join(steps), exists=table.exists)


def _written(columns: tuple[str, ...]) -> str:
    table = state_tables()["events"]
    return ", ".join(
        named(stored_column(name) if name in _FACTS else table.expression(name, untimed=True), name) for name in columns
    )


def _as_of(statement: str) -> str:
    return Text(statement).substitute(moment="$as_of", table=state_tables()["events"].table)


def _requests(runner: StatementRunner, statement: str, bound: dict[str, Any]) -> list[ServiceRequest]:
    """The cases that a statement finds; each name of a department is looked at once."""
    names, rows = runner.rows(statement, bound)
    found = [dict(zip(names, row, strict=True)) for row in rows]
    departments = {name: leaving("department", name) for name in {row["department"] for row in found}}
    return [_request(row, departments[row["department"]]) for row in found]


def _request(row: dict[str, Any], department: str | None) -> ServiceRequest:
    return ServiceRequest(
        source=row["source"],
        number=row["source_id"],
        kind=_kind([row[name] for name in CATEGORIES]),
        description=leaving("text", row["text"]) or leaving("title", row["title"]),
        department=department,
        area_id=row["area_id"],
        status=row["status"],
        reported_at=row["reported_at"].replace(tzinfo=UTC),
        updated_at=row["updated_at"].replace(tzinfo=UTC),
        due_at=row["due_at"].replace(tzinfo=UTC) if row["due_at"] else None,
        lon=row["lon"],
        lat=row["lat"],
    )


def _kind(categories: list[str | None]) -> CaseKind:
    return _masked_kind(tuple(categories))


@lru_cache(maxsize=4096)
def _masked_kind(categories: tuple[str | None, ...]) -> CaseKind:
    masked = (leaving(name, value) for name, value in zip(CATEGORIES, categories, strict=True))
    return CaseKind(tuple(category for category in masked if category))
