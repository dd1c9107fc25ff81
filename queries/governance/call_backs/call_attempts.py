"""Each attempt of the call-backs of some cases: when it was, in which round, and whether it reached the citizen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from queries.store.statement_runner import StatementRunner
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("call_attempts.sql"))
CaseKey = tuple[str, str]


@dataclass(frozen=True)
class CallAttempt:
    """An attempt. round: its number, from 1, since the citizen was last reached; again: who had been reached before was
    called once more; happened_at: aware."""

    round: int
    again: bool
    happened_at: datetime
    reached: bool


def attempts_of(
    runner: StatementRunner, cases: Iterable[CaseKey], as_of: datetime, recorded: datetime | None
) -> Mapping[CaseKey, tuple[CallAttempt, ...]]:
    """The attempts by case (source, source_id), the first one first; as of then, and as recorded by then (aware; None:
    now)."""
    keys = tuple(cases)
    bound = {
        "sources": tuple(source for source, _ in keys),
        "source_ids": tuple(source_id for _, source_id in keys),
        "as_of": as_of.astimezone(UTC).replace(tzinfo=None),
        "recorded": recorded.astimezone(UTC).replace(tzinfo=None) if recorded else None,
    }
    found: dict[CaseKey, list[CallAttempt]] = {}
    for source, source_id, number, again, happened_at, reached in runner.rows(_SQL["attempts"], bound)[1]:
        attempt = CallAttempt(number, again, happened_at.replace(tzinfo=UTC), reached)
        found.setdefault((source, source_id), []).append(attempt)
    return {case: tuple(attempts) for case, attempts in found.items()}
