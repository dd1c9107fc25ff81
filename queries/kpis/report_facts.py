"""What the store knows of reports: whether there are any, of which moments they can tell, and whether by area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from queries.as_of_state.state_tables import state_tables
from queries.kpis import note
from queries.kpis.dictionary import Metric
from queries.kpis.note import Note
from queries.kpis.question import Question
from queries.kpis.source_facts import aware
from queries.store.statement_runner import StatementRunner
from queries.store.statements import Text

ANY_ROW = Text("SELECT 1 FROM @table LIMIT 1")
ANY_AREA = Text("SELECT 1 FROM @table AS held WHERE area_id > 1 LIMIT 1")
# A clock that runs ahead, and an import of old reports, both: no sign is newer than its recording.
NEWEST_SIGN = Text("SELECT max(least(@sign, recorded_at)) FROM @table AS held WHERE @sign IS NOT NULL")
RECORDED = Text("SELECT min(recorded_at), max(recorded_at) FROM @table AS held")
CALLS = "(SELECT recorded_at FROM city.calls UNION ALL SELECT recorded_at FROM city.call_history)"
TOLD_UNTIL = "SELECT max(greatest(watermark, last_load)) FROM city.sources WHERE kind = $kind"
# A stamp is up to a minute old, and reports come every few seconds: what came since then is taken for its moment.
AGE_OF_STAMPS = timedelta(minutes=2)


@dataclass(frozen=True)
class ReportFacts:
    """Facts about the tables of reports in their present version."""

    runner: StatementRunner

    def reasons(self, question: Question, metric: Metric, *, whole_city: bool) -> list[Note]:
        """Why a question about reports cannot be answered; empty when it can. `question.as_of` must be given."""
        table = state_tables()[metric.table]
        if not self._row(ANY_ROW, metric.table):
            return [note.unknown_step(metric.table)]
        if (question.by == "area" or not whole_city) and not self._row(ANY_AREA, metric.table):
            return [note.CITY_ONLY]
        first, newest = self.recorded(metric.table)
        known = question.recorded_as_of
        if known and first and known < first:
            return [note.NOTHING_KNOWN_YET]
        assert question.as_of is not None  # noqa: S101  # refused in look_up
        before = table.sign and not self.known_at(metric.table, question.as_of)
        not_as_then = table.sign and known and newest and known + AGE_OF_STAMPS < newest
        return [note.only_newest(metric.table)] if before or not_as_then else []

    def recorded(self, table: str) -> tuple[datetime | None, datetime | None]:
        """When the first and the newest of the rows held (of calls, of all ever held) were recorded."""
        of = CALLS if table == "calls" else state_tables()[table].table
        rows = self.runner.rows(RECORDED.substitute(table=of), {})[1]
        return (aware(rows[0][0]), aware(rows[0][1])) if rows else (None, None)

    def newest_sign(self, table: str) -> datetime | None:
        """The newest moment of which a table of newest reports tells; of reports without times their recording."""
        sign = self._row(NEWEST_SIGN, table)
        return aware(sign[0]) if sign and sign[0] else self.recorded(table)[1]

    def told_until(self, table: str) -> datetime | None:
        """When a source of such reports last delivered, or the newest moment it told of; silence counts to then."""
        rows = self.runner.rows(TOLD_UNTIL, {"kind": state_tables()[table].source_kind})[1]
        return aware(rows[0][0]) if rows else None

    def known_at(self, table: str, as_of: datetime) -> bool:
        """Whether what a table of newest reports holds is what was so at `as_of` (aware)."""
        data = self.newest_sign(table)
        return data is None or as_of + AGE_OF_STAMPS >= data

    def _row(self, statement: Text, table: str) -> tuple[Any, ...] | None:
        of = state_tables()[table]
        rows = self.runner.rows(statement.safe_substitute(table=of.table, sign=of.sign), {})[1]
        return rows[0] if rows else None
