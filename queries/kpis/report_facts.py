"""What the store knows of reports: whether there are any, for which moments they are valid, and whether by area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from queries.as_of_state.state_tables import state_tables
from queries.kpis import note
from queries.kpis.dictionary import Metric
from queries.kpis.note import Note
from queries.kpis.question import Question
from queries.kpis.source_facts import AGE_OF_STAMPS, aware
from queries.store.statement_runner import StatementRunner
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).parent / "sql" / "report_facts.sql")


@dataclass(frozen=True)
class ReportFacts:
    """Facts about the tables of reports in their present version."""

    runner: StatementRunner

    def reasons(self, question: Question, metric: Metric, *, whole_city: bool) -> list[Note]:
        """Why a question about reports cannot be answered; empty when it can. `question.as_of` must be given."""
        table = state_tables()[metric.table]
        if not self._row("any_row", metric.table):
            return [note.unknown_reports(metric.table)]
        if (question.by == "area" or not whole_city) and not self._row("any_area", metric.table):
            return [note.CITY_ONLY]
        first, newest = self.recorded(metric.table)
        known = question.recorded_as_of
        if known and first and known < first:
            return [note.NOTHING_KNOWN_YET]
        assert question.as_of is not None  # noqa: S101  # refused in resolve
        before = table.sign and not self.known_at(metric.table, question.as_of)
        not_as_then = table.sign and known and newest and known + AGE_OF_STAMPS < newest
        return [note.only_newest(metric.table)] if before or not_as_then else []

    def recorded(self, table: str) -> tuple[datetime | None, datetime | None]:
        """When the first and the newest of the rows held (of calls, of all ever held) were recorded."""
        of = _SQL["calls_ever"] if table == "calls" else state_tables()[table].table
        rows = self.runner.rows(_SQL.filled("recorded", table=of), {})[1]
        return (aware(rows[0][0]), aware(rows[0][1])) if rows else (None, None)

    def newest_sign(self, table: str) -> datetime | None:
        """The newest moment (aware, UTC) that a report describes; of reports without times their recording."""
        sign = self._row("newest_sign", table)
        return aware(sign[0]) if sign and sign[0] else self.recorded(table)[1]

    def known_at(self, table: str, as_of: datetime) -> bool:
        """Whether what a table of newest reports holds is what was so at `as_of` (aware)."""
        data = self.newest_sign(table)
        return data is None or as_of + AGE_OF_STAMPS >= data

    def _row(self, name: str, table: str) -> tuple[Any, ...] | None:
        of = state_tables()[table]
        rows = self.runner.rows(_SQL.filled(name, table=of.table, sign=of.sign), {})[1]
        return rows[0] if rows else None
