"""The rows that a rate counts and that are not in its numerator: who they are, and since when (failures.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path

from queries.as_of_state.state_tables import named
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.measures import counted_condition
from queries.kpis.question import Question
from queries.kpis.source_facts import aware
from queries.kpis.statement import PIECES, SHAPES, StatementContext, members_of
from queries.privacy.text_columns import leaving


@dataclass(frozen=True)
class FailedRow:
    """One of them. about: what else is said of it, such as kind and owner; area_id: where it is, None: unknown; since:
    its last sign of life or the hour of calls (aware), None: there never was one; n: for how many it stands."""

    name: str
    about: tuple[str, ...]
    area_id: int | None
    since: datetime | None
    n: int


@dataclass(frozen=True)
class NotAttained:
    """n: all of them; rows: the longest first, as many as were asked for."""

    n: int
    rows: tuple[FailedRow, ...]


@dataclass(frozen=True)
class _Described:
    name: str
    about: tuple[str, ...]
    since: str
    reads: tuple[str, ...]


@cache
def _described() -> Mapping[str, _Described]:
    tables = tomllib.loads(Path(__file__).with_name("failures.toml").read_text("utf-8"))
    return {
        name: _Described(one["name"], tuple(one["about"]), one["since"], tuple(one["reads"]))
        for name, one in tables.items()
    }


def lists_failures(metric: Metric) -> bool:
    """Whether a KPI declares what those not in its numerator are, and they can be named."""
    return bool(metric.failed_en or metric.failed_zh) and metric.table in _described()


@lru_cache(maxsize=64)
def compose_failures(metric: Metric, context: StatementContext) -> str:
    """The statement that lists them; of a metric that `lists_failures`."""
    row = _described()[metric.table]
    columns = sorted({*row.reads, "area_id"})
    return SHAPES.filled(
        "failures",
        name=named(row.name, "failed_name"),
        about=PIECES.filled("listed", parts=", ".join(row.about)),
        since=named(row.since, "failed_since"),
        failed=PIECES["amount_failed" if metric.amount else "member_failed"],
        members=members_of(metric, columns, context),
        counted=PIECES["counted" if counted_condition(metric) else "always"],
        order=PIECES["most_failed" if metric.amount else "longest_failed"],
    )


def failed_rows(answering: Answering, question: Question, most: int) -> tuple[FailedRow, ...]:
    """The rows of a question, at most so many; none where it has no data. Texts as they may leave."""
    table = answering.counted(question, compose_failures, most=most)
    kinds = _described()[answering.dictionary[question.metric].table].about
    return tuple(
        FailedRow(
            str(leaving("name", row["failed_name"])),
            tuple(str(leaving(*pair)) for pair in zip(kinds, row["failed_about"], strict=True) if pair[1] is not None),
            row["area_id"],
            aware(row["failed_since"]),
            int(row["failed"]),
        )
        for row in table.to_pylist()
    )
