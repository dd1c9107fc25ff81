"""One case as of a moment, and its versions in the order in which they became known. Texts are masked here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from queries.as_of_state.state_tables import named, state_tables, stored_column
from queries.calendar.city_days import naive
from queries.errors import PersonsMasked
from queries.privacy.masking import masked_value
from queries.privacy.text_columns import leaving
from queries.scope import Scope
from queries.store.statement_runner import StatementRunner
from queries.store.statements import Text, read_statements

STEPS = (
    "occurred", "reported", "accepted", "filed", "dispatched", "first_declined", "received", "contacted", "suspended",
    "resumed", "extended", "cross", "finished", "verified", "first_returned", "reworked", "first_closed", "closed",
    "callback", "surveyed", "voided",
)  # fmt: skip
LIMITS = ("filing_due", "receive_due", "contact_due", "due", "callback_due")
_DERIVED = (
    "status", "closed_at", "suspended", "satisfaction", "service_satisfaction", "resolved", "void_reason",
    "auto_dispatched", "closing_level", "cross_region", "cross_level", "cross_department", "declined", "sent_back",
    "trusted_lon", "trusted_lat", "minor", "diverted",
)  # fmt: skip
_PLAIN = (
    "source", "source_id", "title", "text", "address", "category1", "category2", "category3", "channel", "channel_raw",
    "area_id", "placed_by", "department", "flags",
)  # fmt: skip
TEXTS = ("title", "text", "address")
"""What people wrote, in which anything may stand."""
_COUNTERS = ("declined_count", "returned_count", "extensions")
_SQL = read_statements(Path(__file__).with_name("cases.sql"))
_COMPARED = (
    "title", "category1", "category2", "category3", "channel", "department", "area_id", "close_type", "void_reason",
    *_COUNTERS, "satisfaction", "service_satisfaction", "resolved",
)  # fmt: skip
# Facts that belong to a step are unknown before it.
_FACT_OF = {
    "close_type": "closed", "void_reason": "voided", "declined_count": "first_declined",
    "returned_count": "first_returned", "extensions": "extended", "satisfaction": "surveyed",
    "service_satisfaction": "surveyed", "resolved": "surveyed",
}  # fmt: skip


@dataclass(frozen=True)
class CaseAsked:
    """Which case, as of which moment (aware); recorded_as_of: as recorded by then (None: by now)."""

    source: str
    source_id: str
    as_of: datetime
    recorded_as_of: datetime | None = None
    scope: Scope = field(kw_only=True)


@dataclass(frozen=True)
class DeliveredStep:
    """A delivered step: its word (reports.toml, or the source's own), when (aware), actor, unit, from and to which
    value; texts masked. Of several with one word and time the one recorded last."""

    step: str
    happened_at: datetime
    actor: str | None
    unit: str | None
    from_value: str | None
    to_value: str | None


@dataclass(frozen=True)
class CaseChange:
    """What a version changed: `before` and `after` are texts, numbers or instants (aware); None: nothing."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Version:
    """A version of the case: when it became known (aware), what it changed, whether it came when a newer one was there
    already; batch: the delivery that brought it, file: its name where it had one; superseded_at: until when it held
    (aware), None: still, as far as was recorded."""

    recorded_at: datetime
    changes: tuple[CaseChange, ...]
    late: bool
    batch: str
    file: str | None
    superseded_at: datetime | None


@dataclass(frozen=True)
class CaseFacts:
    """facts: columns of the state as of the moment, texts masked, instants aware; steps: step → when, those that had
    happened; limits: limit → when; untimed: its closing or voiding has no time, so that it counts at every moment."""

    facts: Mapping[str, Any]
    steps: Mapping[str, datetime]
    limits: Mapping[str, datetime]
    delivered_steps: tuple[DeliveredStep, ...]
    versions: tuple[Version, ...]
    special_grids: tuple[str, ...]
    untimed: bool


def find_case(runner: StatementRunner, asked: CaseAsked) -> CaseFacts | None:
    """The case as of the moment; None where it is not known or had not been reported by then. Raises TooSlow."""
    known = {"recorded": naive(asked.recorded_as_of)} if asked.recorded_as_of else {}
    case = {"source": asked.source, "source_id": asked.source_id}
    names, rows = runner.rows(_statement(recorded=bool(known)), {**case, **known, "as_of": naive(asked.as_of)})
    if not rows:
        return None
    row = {name: _as_shown(name, value) for name, value in zip(names, rows[0], strict=True)}
    stated = row["stated_status"]
    untimed = stated in ("closed", "voided") and not (row["closed_at"] or row["voided_at"])
    untimed = untimed and not _has_time(runner, case, stated)
    if untimed:
        row["status"] = stated
    recorded = known.get("recorded") or datetime(9999, 1, 1)  # noqa: DTZ001 - bound as a naive UTC timestamp
    _, delivered_steps = runner.rows(_SQL["steps"], {**case, "as_of": naive(asked.as_of), "recorded": recorded})
    _, grids = runner.rows(_SQL["special_grids"], case)
    steps = {step: row[f"{step}_at"] for step in STEPS if row[f"{step}_at"]}
    return CaseFacts(
        facts={name: row[name] for name in (*_PLAIN, *_DERIVED, *_COUNTERS)},
        steps=steps,
        limits={limit: row[f"{limit}_at"] for limit in LIMITS if row[f"{limit}_at"]},
        delivered_steps=tuple(_delivered_step(act) for act in delivered_steps),
        versions=_versions(runner, case, asked),
        special_grids=tuple(sorted(code for (code,) in grids)),
        untimed=untimed,
    )


def find_texts_in_clear(runner: StatementRunner, asked: CaseAsked) -> Mapping[str, str] | None:
    """What people wrote about the case, with all that is personal in it; None where `find_case` finds none. Raises
    PersonsMasked where the asker may not see it, and TooSlow."""
    if asked.scope.persons != "clear":
        raise PersonsMasked
    table, known = state_tables()["events"], {}
    if asked.recorded_as_of:
        known = {"recorded": naive(asked.recorded_as_of)}
    events = table.recorded if known else table.table
    composed = _SQL.filled("texts", columns=", ".join(TEXTS), events=events, exists=table.exists)
    statement = Text(composed).substitute(moment="$as_of", table=events)
    case = {"source": asked.source, "source_id": asked.source_id, "as_of": naive(asked.as_of)}
    names, rows = runner.rows(statement, {**case, **known})
    return {name: value for name, value in zip(names, rows[0], strict=True) if value} if rows else None


@cache
def _statement(*, recorded: bool) -> str:
    table = state_tables()["events"]
    columns = {name: stored_column(name) for name in (*_PLAIN, *_COUNTERS)}
    timed = {f"{step}_at" for step in STEPS} | {f"{limit}_at" for limit in LIMITS}
    columns |= {name: table.expression(name, untimed=False) for name in sorted(timed | set(_DERIVED))}
    written = ", ".join(named(expression, name) for name, expression in columns.items())
    events = table.recorded if recorded else table.table
    composed = _SQL.filled("one", columns=written, events=events, exists=table.exists)
    return Text(composed).substitute(moment="$as_of", table=events)


def _has_time(runner: StatementRunner, case: Mapping[str, str], status: str) -> bool:
    """Whether the newest version knows when it ended, after the moment shown then."""
    _, rows = runner.rows(_SQL["closing_has_time" if status == "closed" else "voiding_has_time"], case)
    return bool(rows[0][0])


def _as_shown(name: str, value: Any) -> Any:
    """A value as it may be shown: texts masked, instants aware."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC)
    return leaving(name, value)


def _delivered_step(row: tuple[Any, ...]) -> DeliveredStep:
    step, happened, *words = row
    return DeliveredStep(step, happened.replace(tzinfo=UTC), *(masked_value(word) for word in words))


def _versions(runner: StatementRunner, case: Mapping[str, str], asked: CaseAsked) -> tuple[Version, ...]:
    """In the order in which they became known, up to the moment of recording; later steps are left out."""
    compared = [*_COMPARED, *(f"{step}_at" for step in STEPS), *(f"{limit}_at" for limit in LIMITS)]
    statement = _SQL.filled("versions", columns=", ".join(["version", *compared]))
    names, rows = runner.rows(statement, case)
    found: list[Version] = []
    current: Mapping[str, Any] | None = None
    for values in rows:
        row = {name: _as_shown(name, value) for name, value in zip(names, values, strict=True)}
        recorded = row["recorded_at"]
        if asked.recorded_as_of and recorded > asked.recorded_as_of:
            continue
        late = row["superseded_at"] == recorded
        seen = _as_of(row, asked.as_of)
        changes = () if late or current is None else _changes(current, seen, compared)
        if late or current is None or changes or recorded <= asked.as_of:
            ended = row["superseded_at"]
            is_known = ended and not late and not (asked.recorded_as_of and ended > asked.recorded_as_of)
            found.append(
                Version(recorded, changes, late, row["batch"], masked_value(row["file"]), ended if is_known else None)
            )
        current = current if late else seen
    return tuple(found)


def _as_of(row: Mapping[str, Any], moment: datetime) -> dict[str, Any]:
    """The row without what had not happened by the moment; limits lie ahead and stay."""
    ahead = {f"{step}_at" for step in STEPS if row[f"{step}_at"] and row[f"{step}_at"] > moment}
    unknown = {name for name, step in _FACT_OF.items() if not row[f"{step}_at"] or f"{step}_at" in ahead}
    return {name: None if name in ahead or name in unknown else value for name, value in row.items()}


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], names: list[str]) -> tuple[CaseChange, ...]:
    return tuple(CaseChange(name, before[name], after[name]) for name in names if before[name] != after[name])
