"""Follow-ups prepared: for every closing of a case, when the first other case of its kind near it was reported; for
every report, whether there was one before.

Each rule of follow_ups.toml has a table in the memory of the process, of all cases; another one for each scope that is
asked about, of the cases that may be seen. It is made for the period that a question is
about when one first needs it, and a longer period adds to it. When the store has a newer version, only the ground on
which the cases of the new deliveries lie, or lay, is made again: a delivery costs nothing until somebody asks. What was
true as of a past moment is known too, because the moment of the report stands beside each closing.
"""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from queries.store.prepared.changes import BEGINNING, END, StateOfStore, new_batches
from queries.store.statements import conjunction, read_statements

_SQL = read_statements(Path(__file__).with_name("follow_ups.sql"))
METRES_OF_A_DEGREE = 111_000  # of latitude, rounded down
CELL = 4.44  # width of a cell in reaches: at least twice the reach in degrees of longitude at 60 degrees of latitude
MOST_CHANGED = 20_000  # of more cases than these everything is made again


@dataclass(frozen=True)
class Rule:
    """What follows what (of: closings | reports): columns that must be `same`, `days` between the two cases, `metres`
    between the points of closings and reports."""

    name: str
    of: str
    same: tuple[str, ...]
    days: int
    metres: float

    @property
    def patience(self) -> timedelta:
        """How long after a closing a report still follows it."""
        return timedelta(days=self.days)

    def statement(self, name: str, **places: str) -> str:
        """A statement of follow_ups.sql for this rule. table: by default that of all cases."""
        reach = self.metres / METRES_OF_A_DEGREE
        own: dict[str, str] = {
            "same": ", ".join(self.same),
            "events": _SQL["events"],
            "history": _SQL["history"],
            "metres": repr(self.metres),
            "days": str(self.days),
            "reach": repr(reach),
            "cell": repr(reach * CELL),
            "equal": conjunction(_SQL.each("equal", self.same)),
            "known": conjunction(_SQL.each("known", self.same)),
        }
        own["own_cell"] = _SQL.filled(f"own_cell_of_{self.of}", **own)
        return _SQL.filled(name, **{"table": self.name} | own | places)


def rules() -> tuple[Rule, ...]:
    """The rules of follow_ups.toml."""
    tables = tomllib.loads(Path(__file__).with_name("follow_ups.toml").read_text(encoding="utf-8"))
    return tuple(
        Rule(name, rule["of"], tuple(rule["same"]), rule["days"], rule.get("metres", 0.0))
        for name, rule in tables.items()
    )


@dataclass
class FollowUps:
    """The table of one rule, for the closings since `from_at` (naive UTC; END while that is not certain). Safe to use
    from many threads. narrowed: the statement about the cases that the table is of; rows: how many it has."""

    rule: Rule
    table: str = ""
    narrowed: Callable[[str], str] = str
    made_from: StateOfStore | None = None
    from_at: datetime = END
    rows: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.table = self.table or self.rule.name

    def drop(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Forget the table, which takes its memory."""
        with self._lock:
            self.made_from, self.from_at = None, END
            cursor.execute(self._statement("drop"))
            self.rows = 0

    def _statement(self, name: str, **places: str) -> str:
        return self.rule.statement(name, table=self.table, **places)

    def bring_up(self, cursor: duckdb.DuckDBPyConnection, data_version: int, from_at: datetime | None) -> None:
        """See to it that the table holds every closing since `from_at` (naive UTC; None: ever), at least as of a
        version of the store. The cursor is free for a transaction. Raises what DuckDB raises when it is interrupted."""
        from_at = from_at or BEGINNING
        with self._lock:
            made_from = self.made_from
            if made_from is not None and made_from.data_version >= data_version and self.from_at <= from_at:
                return
            cursor.begin()
            try:
                self._make(cursor, from_at)
                cursor.commit()
            except BaseException:
                self.made_from, self.from_at = None, END
                cursor.rollback()
                raise

    def _make(self, cursor: duckdb.DuckDBPyConnection, from_at: datetime) -> None:
        cursor.execute(self._statement("table"))
        now = StateOfStore.seen_by(cursor)
        if self.made_from is None or not self._renew(cursor, self.made_from, now):
            cursor.execute(self._statement("remove_all"))
            self.from_at = END
        if from_at < self.from_at:
            self._insert(cursor, from_at, self.from_at)
        self.made_from, self.from_at = now, min(from_at, self.from_at)
        [(self.rows,)] = cursor.execute(self._statement("number")).fetchall()

    def _renew(self, cursor: duckdb.DuckDBPyConnection, before: StateOfStore, now: StateOfStore) -> bool:
        """Make again what new batches touch; False when that is not enough or not worth it."""
        new = new_batches(cursor, before, now)
        if new is None:
            return False
        if not new.batches:
            return True
        changed = new.bound()
        [(number,)] = cursor.execute(_SQL["number_changed"], changed).fetchall()
        if number > MOST_CHANGED:
            return False
        self._renew_touched(cursor, changed)
        return True

    def _renew_touched(self, cursor: duckdb.DuckDBPyConnection, changed: Mapping[str, object]) -> None:
        text = self._statement("touched", cells=self._statement(f"cells_of_{self.rule.of}", rows="versions"))
        touched = cursor.execute(text, changed).to_arrow_table()
        if not touched.num_rows:
            return
        earliest = pc.min(touched["earliest"]).as_py() - self.rule.patience
        from_at = max(self.from_at, earliest)
        near = _run_on(cursor, self._statement("near"), touched=touched)
        _run_on(cursor, self._statement("remove_touched"), {"from_at": from_at}, touched=touched)
        self._insert(cursor, from_at, END, touched=touched, near=near)

    def _insert(
        self, cursor: duckdb.DuckDBPyConnection, from_at: datetime, upto_at: datetime, **some: pa.Table
    ) -> None:
        """Insert the closings of a period; of all cells, or of the touched ones (tables `touched` and `near`)."""
        chosen = {"of_closings": "touched_closings", "of_reports": "reports_near"} if some else {}
        conditions = {name: self._statement(chosen.get(name, "all")) for name in ("of_closings", "of_reports")}
        cells = self._statement(f"cells_of_{self.rule.of}", rows="reported")
        text = self._statement(f"insert_{self.rule.of}", cells=cells, **conditions)
        bound = {
            "from_at": from_at,
            "upto_at": upto_at,
            "last_report": END if upto_at == END else upto_at + self.rule.patience,
            "earliest": from_at if from_at - BEGINNING < self.rule.patience else from_at - self.rule.patience,
        }
        used = {name: moment for name, moment in bound.items() if f"${name}" in text}
        _run_on(cursor, self.narrowed(text), used, **some)


def _run_on(
    cursor: duckdb.DuckDBPyConnection, text: str, bound: Mapping[str, Any] | None = None, **tables: pa.Table
) -> pa.Table:
    """Run a statement that reads these tables under their names; its rows."""
    for name, table in tables.items():
        cursor.register(name, table)
    try:
        return cursor.execute(text, bound or {}).to_arrow_table()
    finally:
        for name in tables:
            cursor.unregister(name)
