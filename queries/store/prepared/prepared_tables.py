"""All prepared tables of one store, by the name under which statements read them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from queries.budget.lent_items import LentItems
from queries.budget.memory_budget import MemoryBudget
from queries.store.prepared.changes import BEGINNING
from queries.store.prepared.follow_ups import FollowUps, rules
from queries.store.prepared.unclosed_cases import UNCLOSED_CASES, UnclosedCases

Table = FollowUps | UnclosedCases
MOST_SCOPES = 64
"""Of which follow-ups are held, those asked for last, as far as they take no more than PART_OF_STORE of its memory."""
ROW_BYTES, PART_OF_STORE = 32, 0.2
ByName = Mapping[str, FollowUps]


@dataclass(frozen=True)
class NarrowedCases:
    """Some of the cases: under which name their tables are known, and how a statement about all is put to them."""

    name: str
    statement: Callable[[str], str]

    def table(self, name: str) -> str:
        """The prepared table of them with this name."""
        return f"{name}_{self.name}"


class PreparedTables:
    """The tables. Statements bind since when they read them: follow-ups since $from_at, unclosed cases as of
    $first_moment where they ask of several moments, else as of $as_of. Where somebody sees some of the cases,
    follow-ups are looked for among these."""

    def __init__(self, memory: MemoryBudget | None = None) -> None:
        self._follow_ups = {f"prepared.main.{rule.name}": FollowUps(rule) for rule in rules()}
        self._most_rows = int((memory or MemoryBudget()).share("store") * PART_OF_STORE) // ROW_BYTES
        self._narrowed: LentItems[str, ByName] = LentItems(self._are_too_many)
        self.unclosed = UnclosedCases()

    def _are_too_many(self, narrowed: Collection[ByName]) -> bool:
        rows = sum(table.rows for tables in narrowed for table in tables.values())
        return len(narrowed) > MOST_SCOPES or rows > self._most_rows

    @contextmanager
    def in_use(self, of: NarrowedCases | None) -> Iterator[ByName]:
        """Within the block the follow-ups of these cases are not dropped; None: those of all never are."""
        if of is None:
            yield self._follow_ups
            return
        with self._narrowed.lent(of.name, lambda: self._of(of)) as found:
            yield found

    def _of(self, of: NarrowedCases) -> ByName:
        return {
            name: FollowUps(one.rule, of.table(one.rule.name), of.statement) for name, one in self._follow_ups.items()
        }

    def is_read_by(self, statement: str) -> bool:
        """Whether the statement reads any of the tables."""
        return UNCLOSED_CASES in statement or any(name in statement for name in self._follow_ups)

    def bring_up(
        self,
        statement: str,
        bound: Mapping[str, Any],
        cursor: duckdb.DuckDBPyConnection,
        data_version: int,
        of: NarrowedCases | None = None,
    ) -> None:
        """As `FollowUps.bring_up`, for every table that the statement reads with these parameters; whoever reads them
        has them `in_use`. of: the cases that may be seen; None: all."""
        with self.in_use(of) as follow_ups:
            for table, since in self._read_by(statement, bound, follow_ups):
                table.bring_up(cursor, data_version, since)
        self._narrowed.end_unused(lambda tables: _drop(tables, cursor))

    def bring_up_follow_ups(self, cursor: duckdb.DuckDBPyConnection, data_version: int, from_at: datetime) -> None:
        """As `FollowUps.bring_up`, for all tables of them that are of all cases."""
        for follow_ups in self._follow_ups.values():
            follow_ups.bring_up(cursor, data_version, from_at)

    def covers(self, statement: str, bound: Mapping[str, Any], of: NarrowedCases | None = None) -> bool:
        """Whether all tables that the statement reads hold what it needs: one that was brought up may meanwhile have
        been made again for a shorter period."""
        follow_ups = self._narrowed.held(of.name) if of else self._follow_ups
        if follow_ups is None:
            return False
        return all(table.from_at <= since for table, since in self._read_by(statement, bound, follow_ups))

    def _read_by(
        self, statement: str, bound: Mapping[str, Any], all_follow_ups: ByName
    ) -> Iterator[tuple[Table, datetime]]:
        for name, follow_ups in all_follow_ups.items():
            if name in statement:
                yield follow_ups, bound.get("from_at") or BEGINNING
        if UNCLOSED_CASES in statement:
            yield self.unclosed, bound.get("first_moment", bound["as_of"])


def _drop(tables: ByName, cursor: duckdb.DuckDBPyConnection) -> None:
    for table in tables.values():
        table.drop(cursor)
