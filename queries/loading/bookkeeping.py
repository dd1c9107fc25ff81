"""Records kept beside the rows: applied inputs, refused rows, the data version, the state of the source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from geodata.city.profile import SourceProfile
from geodata.sentence import Sentence
from queries.conversion.canonical import STEPS
from queries.errors import FileRefused
from queries.landing.folder import FILE, ROWS, Landed
from queries.loading.inputs.input_lines import InputLines, naive_moment
from queries.loading.summary import LoadSummary
from queries.loading.versions.unchanged_rows import UnchangedRows
from queries.reading.chunk import RAW_KEPT, Limits, RefusedLine
from queries.store.bound_statements import BoundStatements
from queries.store.statements import read_statements
from queries.store.store import Store
from queries.store.version_order import VersionScale

_SQL = read_statements(Path(__file__).with_name("bookkeeping.sql"))
_OF_ONE_VALUE = re.compile(r"""^(\w+): (["']).*\2 (is .*)$""", re.DOTALL)
_COUNTS = {
    "rows_read": "read",
    "loaded": "loaded",
    "superseded": "superseded",
    "duplicate": "duplicate",
    "refused": "refused",
}


class Outcome(NamedTuple):
    """What a load did; whether its input must be kept in landing/ (it changed something or has new refusals); and its
    rows that changed nothing, which are not known of inputs that were applied together."""

    summary: LoadSummary
    is_kept: bool
    unchanged: UnchangedRows


@dataclass(frozen=True)
class SourceState:
    """What a load has found out about its source. watermark, first_reported, last_reported: naive UTC or None; rows:
    how many are current; steps: comma separated."""

    kind: str
    rows: int
    watermark: datetime | None = None
    steps: str = ""
    first_reported: datetime | None = None
    last_reported: datetime | None = None


@dataclass(frozen=True)
class SourceBefore:
    """What is written of a source before a load. is_known: whether anything is; the rest as in SourceState; refused:
    rows in quarantine; versions: what tells which of two is newer; posted: steps, comma separated, that its deliveries
    had columns for; described: its kind, steps, coordinate system and
    zone as written."""

    is_known: bool = False
    described: tuple[str, ...] = ()
    steps: frozenset[str] = frozenset()
    versions: VersionScale | None = None
    posted: str | None = None
    watermark: datetime | None = None
    first_reported: datetime | None = None
    last_reported: datetime | None = None
    rows: int = 0
    refused: int = 0


class Bookkeeping:
    """The tables beside the rows, as one source writes them within a transaction of the writer."""

    def __init__(self, store: Store, cursor: duckdb.DuckDBPyConnection, source: str) -> None:
        self.source = source
        self.statements = BoundStatements(cursor, _SQL)
        self._store, self._cursor, self._refused = store, cursor, 0

    @cached_property
    def before(self) -> SourceBefore:
        """How the source stood before this load."""
        found = self.statements.run("source", source=self.source).fetchall()
        if not found:
            return SourceBefore()
        kind, steps, crs, zone, *others = found[0]
        return SourceBefore(True, (kind, steps, crs, zone), frozenset(filter(None, steps.split(","))), *others)

    def repeated(self, inputs: Sequence[Landed]) -> set[int]:
        """The places of the inputs whose very content the source had delivered before."""
        contents = [one.sha256 for one in inputs]
        known = {
            row[0] for row in self.statements.run("contents_known", source=self.source, sha256=contents).fetchall()
        }
        found = set()
        for number, content in enumerate(contents):
            if content in known:
                found.add(number)
            known.add(content)
        return found

    def record_refused(self, refused: Sequence[RefusedLine], lines: InputLines, read: int = 0) -> None:
        """Keep refused rows with source, file, line, reason and their text, cut.

        read: rows of a file read so far, all counted. Raises FileRefused for a file of which too many are refused.
        """
        if not refused:
            return
        self._refuse_hopeless(lines.inputs[0], self._refused + len(refused), read)
        inputs = lines.columns(pa.array([row.line for row in refused], pa.int64()).to_numpy())
        files = pa.array([one.file for one in lines.inputs], pa.string())
        columns = {name: inputs[name] for name in ("batch", "line", "recorded_at")} | {
            "source": pa.repeat(pa.scalar(self.source), len(refused)),
            "file": files.take(inputs["input_number"]),
            "reason": pa.array([row.reason for row in refused]),
            "raw": pa.array([row.raw[:RAW_KEPT] for row in refused]),
        }
        self.statements.run_on("record_refused_rows", "refused_rows", pa.table(columns))
        self._refused += len(refused)

    @staticmethod
    def _refuse_hopeless(landed: Landed, refused: int, read: int) -> None:
        if landed.kind in (FILE, ROWS) and refused > max(Limits.refused_rows, read // 2):
            text = (
                f"{landed.file}: more than {Limits.refused_rows:,} rows, most of those read, cannot be loaded; "
                "this is no file of cases, or its columns are taken for others: `yiping columns FILE` shows how it is "
                "read."
            )
            raise FileRefused(Sentence("hopeless", text, file=landed.file, limit=Limits.refused_rows))

    def date(self, landed: Landed) -> None:
        """Give the refused rows of an input the moment at which it became known."""
        if self._refused:
            self.statements.run("date_refused_rows", known_at=naive_moment(landed), batch=landed.batch)

    def record_inputs(self, inputs: Sequence[Landed], outcomes: Sequence[Outcome]) -> None:
        """Record the outcome of each input: its counts, and its file where it stays in landing/."""
        kept = [one.name if stays else None for one, (_, stays, _) in zip(inputs, outcomes, strict=True)]
        columns: dict[str, list[Any]] = {
            name: [getattr(one, name) for one in inputs] for name in ("batch", "source", "file", "sha256")
        }
        columns |= {"landed_as": kept, "recorded_at": [naive_moment(one) for one in inputs]}
        columns |= {name: [getattr(summary, count) for summary, *_ in outcomes] for name, count in _COUNTS.items()}
        self.statements.run("record_inputs", **columns)

    @cached_property
    def lacks_scale(self) -> bool:
        """Whether the source delivered cases to a store that did not yet write down what tells which is newer."""
        return self.before.is_known and self.before.rows > 0 and self.before.versions is None

    def record_scale(self, scale: VersionScale | None) -> None:
        """Keep what tells which of two versions of the source is newer, where that is found or has changed."""
        if scale is not None and scale != self.before.versions:
            self.statements.run("forget_scale", source=self.source)
            self.statements.run("record_scale", source=self.source, scale=scale)

    @cached_property
    def posted_steps(self) -> frozenset[str]:
        """The steps that deliveries of the source had columns for; all, where an earlier yiping applied some and did
        not write that down."""
        if self.before.posted is not None:
            return frozenset(self.before.posted.split(","))
        [(has_segments,)] = self.statements.run("has_segments", source=self.source).fetchall()
        return frozenset(STEPS if has_segments else ())

    def record_posted_steps(self, steps: frozenset[str]) -> None:
        """Keep the steps that deliveries of the source have had columns for, where they have become more."""
        if steps != self.posted_steps:
            self.statements.run("forget_posted_steps", source=self.source)
            self.statements.run("record_posted_steps", source=self.source, steps=",".join(sorted(steps)))

    def next_data_version(self, landed: Landed) -> None:
        """Record a new data version, caused by this input."""
        self._store.next_data_version(self._cursor, naive_moment(landed), landed.batch)

    def record_source(self, about: SourceProfile, zone: str, last: Landed, state: SourceState) -> None:
        """Write the state of the source anew; zone: of its times; last: its newest input."""
        texts = {"source": self.source, "kind": state.kind, "steps": state.steps, "crs": about.crs, "zone": zone}
        numbers = {"source": self.source, "cadence_s": about.cadence_s, "recorded_at": naive_moment(last)} | {
            "watermark": state.watermark,
            "first_reported": state.first_reported,
            "last_reported": state.last_reported,
            "rows": state.rows,
            "refused": self.before.refused + self._refused,
        }
        if self.before.is_known:
            self.statements.run("update_source", **numbers)
            if self.before.described != (state.kind, state.steps, about.crs, zone):
                self.statements.run("describe_source", **texts)
        else:
            self.statements.run("insert_source", **(numbers | texts))


def kind_of(reason: str) -> str:
    """The reason without the value that only one row has: `reported_at: '…' is no time` → `reported_at is no time`."""
    kind = _OF_ONE_VALUE.sub(r"\1 \3", reason)
    if not isinstance(reason, Sentence):
        return kind
    return Sentence(reason.key, kind, **{**reason.values, **({"value": ""} if "value" in reason.values else {})})
