"""Records kept beside the rows: applied inputs, refused rows, the data version, the state of the source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from queries.store.source_states import CountedPoint, SourceStates, WrittenSource
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


class Bookkeeping:
    """The tables beside the rows, as one source writes them within a transaction of the writer."""

    def __init__(
        self, store: Store, cursor: duckdb.DuckDBPyConnection, source: str, states: SourceStates | None = None
    ) -> None:
        """states: those of the writer unless others are given."""
        self.source = source
        self.statements = BoundStatements(cursor, _SQL)
        self._states = states or store.case_keys.states
        self._store, self.cursor, self._refused = store, cursor, 0

    @cached_property
    def before(self) -> WrittenSource:
        """How the source stood before this load."""
        known = self._states.written.get(self.source)
        if known is None:
            known = self._states.written[self.source] = self._read()
        return known

    def _read(self) -> WrittenSource:
        found = self.statements.run("source", source=self.source).fetchall()
        if not found:
            return WrittenSource()
        kind, steps, crs, zone, *others = found[0]
        return WrittenSource(True, (kind, steps, crs, zone), _named_steps(steps), *others)

    def _note(self, **written: Any) -> None:
        """Keep what this load has written of the source."""
        self._states.written[self.source] = replace(self._states.written.get(self.source, self.before), **written)

    def known_default_points(self) -> tuple[CountedPoint, ...]:
        """The default points of the source before this load."""
        known = self._states.default_points.get(self.source)
        if known is None:
            known = tuple(self.statements.run("default_points", source=self.source).fetchall())
            self._states.default_points[self.source] = known
        return known

    def record_default_points(self, found: Sequence[CountedPoint]) -> None:
        """Write the default points of the source anew."""
        self.statements.run("remove_default_points", source=self.source)
        if found:
            lon, lat, n = map(list, zip(*found, strict=True))
            self.statements.run("record_default_points", source=self.source, lon=lon, lat=lat, n=n)
        self._states.default_points[self.source] = tuple(sorted(found))

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
        if len(inputs) == 1:
            self.statements.run("record_input", **{name: value for name, [value] in columns.items()})
        else:
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
            self._note(versions=scale)

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
            posted = ",".join(sorted(steps))
            self.statements.run("record_posted_steps", source=self.source, steps=posted)
            self._note(posted=posted)

    def next_data_version(self, landed: Landed) -> None:
        """Record a new data version, caused by this input."""
        self._store.next_data_version(self.cursor, naive_moment(landed), landed.batch)

    def record_source(self, about: SourceProfile, zone: str, last: Landed, state: SourceState) -> None:
        """Write the state of the source anew; zone: of its times; last: its newest input."""
        texts = {"source": self.source, "kind": state.kind, "steps": state.steps, "crs": about.crs, "zone": zone}
        counted: dict[str, Any] = {
            "watermark": state.watermark,
            "first_reported": state.first_reported,
            "last_reported": state.last_reported,
            "rows": state.rows,
            "refused": self.before.refused + self._refused,
        }
        described = (state.kind, state.steps, about.crs, zone)
        numbers = counted | {
            "source": self.source, "cadence_s": about.cadence_s, "recorded_at": naive_moment(last),
        }  # fmt: skip
        if self.before.is_known:
            self.statements.run("update_source", **numbers)
            if self.before.described != described:
                self.statements.run("describe_source", **texts)
        else:
            self.statements.run("insert_source", **(numbers | texts))
        self._note(is_known=True, described=described, steps=_named_steps(state.steps), **counted)


def _named_steps(steps: str) -> frozenset[str]:
    return frozenset(filter(None, steps.split(",")))


def kind_of(reason: str) -> str:
    """The reason without the value that only one row has: `reported_at: '…' is no time` → `reported_at is no time`."""
    kind = _OF_ONE_VALUE.sub(r"\1 \3", reason)
    if not isinstance(reason, Sentence):
        return kind
    return Sentence(reason.key, kind, **{**reason.values, **({"value": ""} if "value" in reason.values else {})})
