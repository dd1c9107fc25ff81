"""The rows of a store that a scope may see, as views of the city's, and statements put to them.

So every statement that an asker causes sees a city that holds the permitted rows only; none has a condition of its own
for it. A statement that names a table which has no such view is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from threading import Lock, local
from typing import TYPE_CHECKING, Any

import duckdb

from queries.budget.lent_items import LentItems
from queries.errors import ScopeNotEnforced
from queries.scope import LineOfBusiness, Scope
from queries.store.attaching import quoted
from queries.store.prepared.prepared_tables import NarrowedCases
from queries.store.prepared.unclosed_cases import UNCLOSED_CASES, UNCLOSED_COLUMNS
from queries.store.scoped.coarser_areas import CoarserAreas
from queries.store.scoped.least_scope import IN_AREA, OPEN_TABLES, least_scope
from queries.store.scoped.reading import NAMED, UNSEEN
from queries.store.scoped.whole_rows import tells_whole_rows
from queries.store.statements import alternatives, conjunction, read_statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

_SQL = read_statements(Path(__file__).with_name("scoped_rows.sql"))
ATTACH_SCOPES = _SQL["attach"]
SCOPES = "scopes.s"
MOST_SCOPES = 1024
"""Of which the views are kept; each takes some 50 kB."""
PERMITTED_AT_RECORDING = "permitted_at_recording($recorded)"
"""What a statement as recorded then compares cases with: all that is permitted, where it lies, also of those that
cannot be opened. Nothing but keys of cases may come of it."""
VIEWED = frozenset(
    {"events", "event_history", "event_steps", "event_special_grids", "quarantine"}
    | {"units", "rosters", "devices", "calls", "call_history", "partners", "readings", "reading_history"}
)
COARSE = {"area_id": "coarse", "lon": "coarse_point", "lat": "coarse_point"}
AREA_WITHIN = "area_within"
LEFT_OUT = ("title", "text", "address", "area_code", "area_name")
"""Of a case that cannot be opened; in area_code and area_name stands what the source wrote."""


@dataclass(frozen=True)
class _Seen:
    """What views are made for: a scope; with_area_within: for statements that find cases of closed lines by the area in
    which they lie, and tell nothing of it."""

    scope: Scope
    with_area_within: bool = False


class ScopedRows:
    """The views of each scope that asked; of too many the least recently used go. Safe to use from many threads."""

    def __init__(self, cursor: Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]) -> None:
        self._cursor, self._lock, self._made = cursor, Lock(), 0
        self._coarser: Callable[[], CoarserAreas] | None = None
        self._known: CoarserAreas | None = None
        self._has_areas = False
        self._schemas: LentItems[_Seen, str] = LentItems(lambda schemas: len(schemas) > MOST_SCOPES)
        self._reading = local()

    def know_areas(self, coarser: Callable[[], CoarserAreas]) -> None:
        """What the lines of a scope that are closed need."""
        self._coarser, self._known, self._has_areas = coarser, None, False

    def least(self, statement: str, bound: Mapping[str, Any], scope: Scope | None) -> Scope | None:
        """The scope with which the statement has the same answer; see `least_scope`."""
        return None if scope is None else least_scope(statement, bound, scope, self._areas())

    def statement(self, statement: str, bound: Mapping[str, Any], scope: Scope | None) -> str:
        """The statement as somebody with this scope may ask it; None: of the whole city. Raises ScopeNotEnforced."""
        least = self.least(statement, bound, scope)
        if least is None or not least.restricts:
            return statement
        within = self._within(statement, bound) if least.closed_lines else None
        schema = self._schema(_Seen(least, within is not None), UNCLOSED_CASES in statement)
        found = IN_AREA.sub(within, statement) if within else statement
        return _put_to(found, schema, least, self.narrowed(least))

    def narrowed(self, scope: Scope | None) -> NarrowedCases | None:
        """The cases that are permitted, among which follow-ups are looked for; None: all of the city."""
        if scope is None or not scope.hides_rows:
            return None
        permitted = Scope(scope.areas, scope.lines_of_business)
        schema = self._schema(_Seen(permitted), with_unclosed=False)
        return NarrowedCases(schema.removeprefix(SCOPES), lambda text: _put_to(text, schema, permitted))

    def _within(self, statement: str, bound: Mapping[str, Any]) -> Callable[[re.Match[str]], str] | None:
        """The condition on the area of the question, as that on the area in which a case lies, which is found by it:
        enough where the coarser area keeps it, and needed where only the open cases of a deepest one can meet it. None
        where it must stay: also of a statement that might tell that area."""
        if not (CASES_READ.search(statement) and IN_AREA.search(statement)):
            return None
        if AREA_WITHIN in statement or tells_whole_rows(statement):
            return None
        areas = self._areas()
        interval = int(bound.get("first_id", 0)), int(bound.get("last_id", 0))
        if areas is not None and areas.keeps(*interval):
            return lambda found: _SQL.filled("within", of=found["of"])
        if areas is not None and areas.is_deepest(*interval):
            return lambda found: _SQL.filled("within_deepest", of=found["of"])
        return None

    def _areas(self) -> CoarserAreas | None:
        if self._known is None and self._coarser is not None:
            self._known = self._coarser()
        return self._known

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Within the block no view is dropped to which a statement of this thread was put."""
        before: ExitStack | None = getattr(self._reading, "lent", None)
        try:
            with ExitStack() as self._reading.lent:
                yield
        finally:
            self._reading.lent = before

    def _schema(self, seen: _Seen, with_unclosed: bool) -> str:
        with ExitStack() as at_least_here:
            lent: ExitStack = getattr(self._reading, "lent", None) or at_least_here
            schema = lent.enter_context(self._schemas.lent(seen, lambda: self._make(seen)))
            if with_unclosed:
                cases = _rows(UNCLOSED_CASES, seen, UNCLOSED_COLUMNS)
                with self._lock, self._cursor() as cursor:
                    cursor.execute(_SQL.filled("make_unclosed", schema=schema, cases=cases))
        self._schemas.end_unused(self._drop)
        return schema

    def _drop(self, schema: str) -> None:
        with self._cursor() as cursor:
            cursor.execute(_SQL.filled("drop", schema=schema))

    def _keep_areas(self, cursor: duckdb.DuckDBPyConnection, scope: Scope) -> None:
        if self._has_areas:
            return
        if (areas := self._areas()) is None:
            raise ScopeNotEnforced(scope)
        cursor.execute(_SQL["keep_coarser"], areas.columns())
        self._has_areas = True

    def _make(self, seen: _Seen) -> str:
        scope = seen.scope
        self._made += 1
        schema = f"{SCOPES}{self._made}"
        whole_city = _SQL["everything" if scope.areas is None else "nothing"]
        with self._cursor() as cursor:
            if scope.closed_lines:
                self._keep_areas(cursor, scope)
            cursor.begin()
            try:
                conditions = {"open_cases": _open_cases(scope), "area": _area(scope)}
                tables = {name: _rows(f"city.{name}", seen) for name in ("events", "event_history")}
                tables |= {f"permitted_{name}": _permitted(f"city.{name}", seen) for name in tables}
                cursor.execute(_SQL.filled("make", schema=schema, whole_city=whole_city, **conditions, **tables))
                cursor.commit()
            except BaseException:
                cursor.rollback()
                raise
        return schema


CASES_READ = re.compile(r"\bcity\.event|\brecorded_cases\(|\bpermitted_at_recording\(|\bunclosed_cases\b")


def _put_to(statement: str, schema: str, scope: Scope, narrowed: NarrowedCases | None = None) -> str:
    """The statement about what a scope sees. Raises ScopeNotEnforced."""
    if UNSEEN.search(statement):
        raise ScopeNotEnforced(scope)

    def seen(found: re.Match[str]) -> str:
        table = found["table"]
        if table in OPEN_TABLES:
            return found[0]
        if table in VIEWED or found["macro"]:
            return f"{schema}.{table or found['macro']}"
        if found[0] == UNCLOSED_CASES:
            return f"{schema}.unclosed_cases"
        if found["prepared"]:  # keys of cases, made of all that are permitted
            return narrowed.table(found[0]) if narrowed else found[0]
        raise ScopeNotEnforced(scope)

    return NAMED.sub(seen, statement)


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


def _rows(table: str, seen: _Seen, columns: Sequence[str] = ()) -> str:
    """The cases of a table as they may be seen. columns: those of the table; empty: all."""
    scope = seen.scope
    if not scope.closed_lines:
        return _SQL.filled("cases", columns=", ".join(columns) or "*", table=table, cases=_cases(scope))
    replaced = [
        _SQL.filled(COARSE.get(name, "left_out"), name=name, closed=_closed(scope))
        for name in (*COARSE, *LEFT_OUT)
        if not columns or name in columns
    ]
    rows = _permitted(table, seen)
    names = ", ".join([*columns, *([AREA_WITHIN] if seen.with_area_within else [])] if columns else "*")
    return _SQL.filled("closed_cases", columns=names, rows=rows, replaced=", ".join(replaced))


def _permitted(table: str, seen: _Seen) -> str:
    """The cases of a table that are permitted, as they are."""
    columns = _SQL["with_area_within" if seen.with_area_within else "all_columns"]
    return _SQL.filled("cases", columns=columns, table=table, cases=_cases(seen.scope))


def _of_line(line: LineOfBusiness) -> Iterator[str]:
    """What a case of the line meets one of."""
    if line.categories:
        yield _SQL.filled("of_categories", values=", ".join(map(quoted, line.categories)))
    if line.channels:
        yield _SQL.filled("of_channels", values=", ".join(map(quoted, line.channels)))


def _any(conditions: Iterable[str]) -> str:
    return _SQL.filled("any", conditions=alternatives(conditions) or _SQL["nothing"])
