"""All prepared tables of one store, by the name under which statements read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import duckdb

from queries.store.prepared.changes import BEGINNING
from queries.store.prepared.follow_ups import FollowUps, rules
from queries.store.prepared.unclosed_cases import UNCLOSED_CASES, UnclosedCases

Table = FollowUps | UnclosedCases


class PreparedTables:
    """The tables. Statements bind since when they read them: follow-ups since $from_at, unclosed cases as of
    $first_moment where they ask of several moments, else as of $as_of."""

    def __init__(self) -> None:
        self._follow_ups = {f"prepared.main.{rule.name}": FollowUps(rule) for rule in rules()}
        self.unclosed = UnclosedCases()

    def is_read_by(self, statement: str) -> bool:
        """Whether the statement reads any of the tables."""
        return UNCLOSED_CASES in statement or any(name in statement for name in self._follow_ups)

    def bring_up(
        self, statement: str, bound: Mapping[str, Any], cursor: duckdb.DuckDBPyConnection, data_version: int
    ) -> None:
        """As `FollowUps.bring_up`, for every table that the statement reads with these parameters."""
        for table, since in self._read_by(statement, bound):
            table.bring_up(cursor, data_version, since)

    def bring_up_follow_ups(self, cursor: duckdb.DuckDBPyConnection, data_version: int, from_at: datetime) -> None:
        """As `FollowUps.bring_up`, for all tables of them."""
        for follow_ups in self._follow_ups.values():
            follow_ups.bring_up(cursor, data_version, from_at)

    def covers(self, statement: str, bound: Mapping[str, Any]) -> bool:
        """Whether all tables that the statement reads hold what it needs: one that was brought up may meanwhile have
        been made again for a shorter period."""
        return all(table.from_at <= since for table, since in self._read_by(statement, bound))

    def _read_by(self, statement: str, bound: Mapping[str, Any]) -> Iterator[tuple[Table, datetime]]:
        for name, follow_ups in self._follow_ups.items():
            if name in statement:
                yield follow_ups, bound.get("from_at") or BEGINNING
        if UNCLOSED_CASES in statement:
            yield self.unclosed, bound.get("first_moment", bound["as_of"])
