"""The rows of a store that a scope may see, as views of the city's, and statements put to them.

So every statement that an asker causes sees a city that holds the permitted rows only; none has a condition of its own
for it. A statement that names a table which has no such view is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import duckdb
from cachetools import LRUCache

from queries.errors import ScopeNotEnforced
from queries.scope import LineOfBusiness, Scope
from queries.store.attaching import quoted
from queries.store.prepared.unclosed_cases import UNCLOSED_CASES, UNCLOSED_COLUMNS
from queries.store.statements import alternatives, conjunction, read_statements, union

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

_SQL = read_statements(Path(__file__).with_name("scoped_rows.sql"))
ATTACH_SCOPES = _SQL["attach"]
MOST_SCOPES = 1024
"""Of which the views are kept; each takes some 50 kB."""
PERMITTED_CASES = "city.permitted_events"
"""What a statement of somebody restricted compares cases with: all that is permitted, also of those that cannot be
opened. Nothing but keys of cases may come of it."""
VIEWED = frozenset(
    {"events", "permitted_events", "event_history", "event_steps", "event_special_grids", "quarantine"}
    | {"units", "rosters", "devices", "calls", "call_history", "partners"}
)
OPEN_TABLES = frozenset({"batches", "data_versions", "default_points", "settings", "sources"})
"""They say nothing of any case: when inputs came, under which name of a file, how far a source has come, and how the
store is made."""
COARSE = {"area_id": "coarse", "lon": "coarse_point", "lat": "coarse_point"}
LEFT_OUT = ("title", "text", "address", "area_code", "area_name")
"""Of a case that cannot be opened; in area_code and area_name stands what the source wrote."""
_NAMED = re.compile(
    r"\b(?:city\.(?P<table>\w+)|(?P<macro>recorded_cases|recorded_calls|reported_\w+)(?=\()"
    r"|prepared\.main\.(?P<prepared>\w+))"
)


class CoarserAreas(NamedTuple):
    """By the number of each area: the area itself, or the one above where it is of the deepest level, and the middle
    of that (degrees WGS-84)."""

    number: list[int]
    above: list[int]
    lon: list[float]
    lat: list[float]


class ScopedRows:
    """The views of each scope that asked; of too many the least recently used go. Safe to use from many threads."""

    def __init__(self, cursor: Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]) -> None:
        self._cursor, self._lock, self._made = cursor, Lock(), 0
        self._coarser: Callable[[], CoarserAreas] | None = None
        self._has_areas = False
        self._schemas: LRUCache[Scope, str] = LRUCache(MOST_SCOPES)

    def know_areas(self, coarser: Callable[[], CoarserAreas]) -> None:
        """What the lines of a scope that are closed need."""
        self._coarser, self._has_areas = coarser, False

    def statement(self, statement: str, scope: Scope | None) -> str:
        """The statement as somebody with this scope may ask it; None: of the whole city. Raises ScopeNotEnforced."""
        if scope is None or not scope.restricts:
            return statement
        schema = self._schema(scope, UNCLOSED_CASES in statement)
        return _NAMED.sub(lambda found: _in_schema(found, schema, scope), statement)

    def _schema(self, scope: Scope, with_unclosed: bool) -> str:
        with self._lock:
            schema = self._schemas.get(scope)
            if schema is None or with_unclosed:
                with self._cursor() as cursor:
                    schema = schema or self._make(cursor, scope)
                    if with_unclosed:
                        cases = _rows(UNCLOSED_CASES, scope, UNCLOSED_COLUMNS)
                        cursor.execute(_SQL.filled("make_unclosed", schema=schema, cases=cases))
            return schema

    def _keep_areas(self, cursor: duckdb.DuckDBPyConnection, scope: Scope) -> None:
        if self._has_areas:
            return
        if self._coarser is None:
            raise ScopeNotEnforced(scope)
        cursor.execute(_SQL["keep_coarser"], self._coarser()._asdict())
        self._has_areas = True

    def _make(self, cursor: duckdb.DuckDBPyConnection, scope: Scope) -> str:
        if scope.closed_lines:
            self._keep_areas(cursor, scope)
        self._made += 1
        schema = f"scopes.s{self._made}"
        whole_city = _SQL["everything" if scope.areas is None else "nothing"]
        cursor.begin()
        try:
            conditions = {"cases": _cases(scope), "open_cases": _open_cases(scope), "area": _area(scope)}
            tables = {name: _rows(f"city.{name}", scope) for name in ("events", "event_history")}
            cursor.execute(_SQL.filled("make", schema=schema, whole_city=whole_city, **conditions, **tables))
            cursor.commit()
        except BaseException:
            cursor.rollback()
            raise
        if len(self._schemas) >= MOST_SCOPES:
            cursor.execute(_SQL.filled("drop", schema=self._schemas.popitem()[1]))
        self._schemas[scope] = schema
        return schema


def _in_schema(found: re.Match[str], schema: str, scope: Scope) -> str:
    table = found["table"]
    if table in OPEN_TABLES:
        return found[0]
    if table in VIEWED or found["macro"]:
        return f"{schema}.{table or found['macro']}"
    if found[0] == UNCLOSED_CASES:
        return f"{schema}.unclosed_cases"
    if found["prepared"] and not scope.hides_rows:
        return found[0]  # keys of cases, made of all of them
    raise ScopeNotEnforced(scope)


def _area(scope: Scope) -> str:
    """The condition on what lies in an area."""
    if scope.areas is None:
        return _SQL["everything"]
    return _any(_SQL.filled("in_area", first=str(int(first)), last=str(int(last))) for first, last in scope.areas)


def _cases(scope: Scope) -> str:
    """The condition on the cases: where they lie, and of which line they are."""
    if scope.lines_of_business is None:
        return _area(scope)
    return conjunction([_area(scope), _any(chain.from_iterable(map(_of_line, scope.lines_of_business)))])


def _open_cases(scope: Scope) -> str:
    """The condition on the cases that can be opened."""
    if not scope.closed_lines:
        return _cases(scope)
    return conjunction([_cases(scope), _SQL.filled("not_closed", closed=_closed(scope))])


def _closed(scope: Scope) -> str:
    return _any(chain.from_iterable(map(_of_line, scope.closed_lines)))


def _rows(table: str, scope: Scope, columns: Sequence[str] = ()) -> str:
    """The cases of a table as they may be seen: the closed ones apart, so that the others are found as fast as ever.
    columns: those of the table; empty: all."""
    names = ", ".join(columns) or "*"
    if not scope.closed_lines:
        return _SQL.filled("cases", columns=names, table=table, cases=_cases(scope))
    open_ones = _SQL.filled("cases", columns=names, table=table, cases=_open_cases(scope))
    replaced = [
        _SQL.filled(COARSE.get(name, "left_out"), name=name)
        for name in (*COARSE, *LEFT_OUT)
        if not columns or name in columns
    ]
    closed = conjunction([_cases(scope), _closed(scope)])
    places = {"columns": names, "table": table, "cases": closed, "replaced": ", ".join(replaced)}
    return union([open_ones, _SQL.filled("closed_cases", **places)])


def _of_line(line: LineOfBusiness) -> Iterator[str]:
    """What a case of the line meets one of."""
    if line.categories:
        yield _SQL.filled("of_categories", values=", ".join(map(quoted, line.categories)))
    if line.channels:
        yield _SQL.filled("of_channels", values=", ".join(map(quoted, line.channels)))


def _any(conditions: Iterable[str]) -> str:
    return _SQL.filled("any", conditions=alternatives(conditions) or _SQL["nothing"])
