"""Applying staged rows: newest version current, older ones in the history, equal ones not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from queries.conversion.canonical import INSTANT
from queries.landing.folder import Landed
from queries.loading.staging import Origin
from queries.loading.statements import statements
from queries.loading.summary import LoadSummary
from queries.reading.chunk import RAW_KEPT, Refused

ROW_GROUP = 122_880  # DuckDB inserts batches of this size on all cores, and any other size on one
NEW, REPLACING, OLDER = "becomes current", "replaces", "older"  # the verdicts of upsert.sql
_MICRO_UTC = pa.timestamp("us", "UTC")


@dataclass(frozen=True)
class Writing:
    """The writer's cursor within its transaction, and the batch that it writes. Where that is the last of several that
    are written together, `batches` are all of them, and `since` is the moment of the first."""

    cursor: duckdb.DuckDBPyConnection
    origin: Origin
    since: datetime | None = None
    batches: tuple[str, ...] = ()

    def run(self, name: str, **values: Any) -> duckdb.DuckDBPyConnection:
        """Execute a statement of upsert.sql with these parameters."""
        return self.cursor.execute(statements()[name], values)

    def run_on(self, name: str, table_name: str, table: pa.Table, **values: Any) -> pa.Table:
        """Execute a statement that reads `table` under `table_name`; its rows."""
        self.cursor.register(table_name, table)
        try:
            return self.cursor.execute(statements()[name], values).to_arrow_table()
        finally:
            self.cursor.unregister(table_name)

    def begin(self) -> None:
        """Make the staging table."""
        self.run("begin")

    def end(self) -> None:
        """Drop what only this batch needed."""
        self.run("end")

    def upsert(self, rows: pa.Table) -> None:
        """Apply one piece. The outcome does not depend on how rows are cut into pieces, nor on their order."""
        origin = self.origin
        same = {"source": origin.source, "batch": origin.batch, "crs": origin.crs, "recorded_at": self._recorded_at()}
        arrived = pa.Table.from_batches(rows.combine_chunks().to_batches(ROW_GROUP))
        verdicts = self._run_on_piece("judge", arrived, source=origin.source).to_arrow_table()
        count = Counter(verdicts.column("verdict").to_pylist())
        if count[NEW]:
            self._run_on_piece("insert_all" if count[NEW] == len(rows) else "insert_new", arrived, verdicts, **same)
        if count[OLDER]:
            self._run_on_piece("keep_older", arrived, verdicts, **same)
        if count[REPLACING]:
            known = {"source": origin.source, "recorded_at": same["recorded_at"]}
            self._run_on_piece("keep_replaced", arrived, verdicts, **known)
            self._run_on_piece("stage", arrived, verdicts, **same)
            self.run("merge")

    def _run_on_piece(
        self, name: str, arrived: pa.Table, verdicts: pa.Table | None = None, **values: Any
    ) -> duckdb.DuckDBPyConnection:
        """Execute a statement on a piece of this batch.

        DuckDB finds both tables in this frame by name; a registered one would be held until the transaction ends.
        """
        return self.cursor.execute(statements()[name], values)

    def upsert_together(self, rows: pa.Table) -> pa.Table:
        """Apply the rows of several batches as if these came one after the other; the verdicts, a row for each version
        that was new. The rows know `batch`, `batch_number`, `recorded_at` and `row`, numbered in this order."""
        same = {"source": self.origin.source, "crs": self.origin.crs}
        arrived = pa.Table.from_batches(rows.combine_chunks().to_batches(ROW_GROUP), rows.schema)
        verdicts = self._run_on_piece("judge_together", arrived, source=self.origin.source).to_arrow_table()
        self._run_on_piece("keep_held", arrived, verdicts, source=self.origin.source)
        self._run_on_piece("keep_together", arrived, verdicts, **same)
        self._run_on_piece("insert_together", arrived, verdicts, **same)
        self._run_on_piece("stage_together", arrived, verdicts, **same)
        self.run("merge")
        return verdicts

    def span(self) -> dict[str, Any]:
        """Parameters that find the rows of all batches that are being written."""
        until = self._recorded_at()
        since = self.since.replace(tzinfo=None) if self.since else until
        return {"since": since, "until": until, "batches": list(self.batches or (self.origin.batch,))}

    def batch(self) -> dict[str, Any]:
        """Parameters that find the rows of this batch; the moment that they share lets most of a table be skipped."""
        return {"batch": self.origin.batch, "recorded_at": self._recorded_at()}

    def _recorded_at(self) -> datetime:
        return self.origin.recorded_at.replace(tzinfo=None)

    def quarantine(self, refused: list[Refused]) -> None:
        """Keep refused rows with source, file, line, reason and their text, cut."""
        if not refused:
            return
        rows = len(refused)
        at = pa.scalar(self.origin.recorded_at, _MICRO_UTC).cast(pa.int64()).cast(INSTANT)
        columns = {
            "batch": pa.repeat(pa.scalar(self.origin.batch), rows),
            "source": pa.repeat(pa.scalar(self.origin.source), rows),
            "file": pa.repeat(pa.scalar(self.origin.file), rows),
            "line": pa.array([row.line for row in refused], pa.int64()),
            "reason": pa.array([row.reason for row in refused]),
            "raw": pa.array([row.raw[:RAW_KEPT] for row in refused]),
            "recorded_at": pa.repeat(at, rows),
        }
        self.run_on("quarantine", "refusals", pa.table(columns))

    def note_batches(self, summaries: Sequence[LoadSummary], landed: Sequence[Landed], kept: Sequence[bool]) -> None:
        """Write down what became of batches; `kept`: the input stays in landing/."""
        moments = [one.recorded_at.astimezone(UTC).replace(tzinfo=None) for one in landed]
        text, number = pa.string(), pa.int64()
        columns = {
            "batch": pa.array([one.batch for one in summaries], text),
            "source": pa.array([one.source for one in summaries], text),
            "file": pa.array([one.file for one in summaries], text),
            "sha256": pa.array([one.sha256 for one in landed], text),
            "landed_as": pa.array(
                [one.name if is_kept else None for one, is_kept in zip(landed, kept, strict=True)], text
            ),
            "recorded_at": pa.array(moments, pa.timestamp("us")),
            "rows_read": pa.array([one.read for one in summaries], number),
            "loaded": pa.array([one.loaded for one in summaries], number),
            "superseded": pa.array([one.superseded for one in summaries], number),
            "duplicate": pa.array([one.duplicate for one in summaries], number),
            "refused": pa.array([one.refused for one in summaries], number),
        }
        self.run_on("note_batches", "noted", pa.table(columns))

    def counts(self) -> tuple[int, int]:
        """Rows of this batch that are current and in the history, after all pieces."""
        current, history = self.run("count_batch", **self.batch()).fetchall()[0]
        return int(current), int(history)
