"""All prepared tables of one store, by the name under which statements read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

import duckdb
from cachetools import LRUCache

from queries.store.prepared.changes import BEGINNING
from queries.store.prepared.follow_ups import FollowUps, rules
from queries.store.prepared.unclosed_cases import UNCLOSED_CASES, UnclosedCases

Table = FollowUps | UnclosedCases
MOST_SCOPES = 64
"""Of which follow-ups are held, those asked for last: 32 bytes for each case that is followed, in memory."""


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

    def __init__(self) -> None:
        self._follow_ups = {f"prepared.main.{rule.name}": FollowUps(rule) for rule in rules()}
        self._narrowed: LRUCache[str, dict[str, FollowUps]] = LRUCache(MOST_SCOPES)
        self._lock = Lock()
        self.unclosed = UnclosedCases()

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
        """As `FollowUps.bring_up`, for every table that the statement reads with these parameters. of: the cases that
        may be seen; None: all."""
        for table, since in self._read_by(statement, bound, self._of(of, cursor)):
            table.bring_up(cursor, data_version, since)

    def bring_up_follow_ups(self, cursor: duckdb.DuckDBPyConnection, data_version: int, from_at: datetime) -> None:
        """As `FollowUps.bring_up`, for all tables of them that are of all cases."""
        for follow_ups in self._follow_ups.values():
            follow_ups.bring_up(cursor, data_version, from_at)

    def covers(self, statement: str, bound: Mapping[str, Any], of: NarrowedCases | None = None) -> bool:
        """Whether all tables that the statement reads hold what it needs: one that was brought up may meanwhile have
        been made again for a shorter period."""
        return all(table.from_at <= since for table, since in self._read_by(statement, bound, self._of(of)))

    def _of(self, of: NarrowedCases | None, cursor: duckdb.DuckDBPyConnection | None = None) -> dict[str, FollowUps]:
        """The follow-ups of these cases. cursor: with which those of others are dropped where they are too many."""
        if of is None:
            return self._follow_ups
        with self._lock:
            found = self._narrowed.get(of.name)
            if found is None:
                found = {
                    name: FollowUps(one.rule, of.table(one.rule.name), of.statement)
                    for name, one in self._follow_ups.items()
                }
                if cursor is not None and len(self._narrowed) >= MOST_SCOPES:
                    for one in self._narrowed.popitem()[1].values():
                        one.drop(cursor)
                self._narrowed[of.name] = found
            return found

    def _read_by(
        self, statement: str, bound: Mapping[str, Any], all_follow_ups: Mapping[str, FollowUps]
    ) -> Iterator[tuple[Table, datetime]]:
        for name, follow_ups in all_follow_ups.items():
            if name in statement:
                yield follow_ups, bound.get("from_at") or BEGINNING
        if UNCLOSED_CASES in statement:
            yield self.unclosed, bound.get("first_moment", bound["as_of"])
