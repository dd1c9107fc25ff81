"""Matters of which several cases tell: how many, over which channels, since when, and whether they came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from queries.acts.saved import SavedThing
from queries.governance.spots import closed_parts, open_cases
from queries.kpis.answer import Answer
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.question import Question
from queries.kpis.statement import StatementContext, compose_counted, parameters_of
from queries.privacy.masking import masked_value
from queries.sources.freshness import Freshness
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("matters.sql"))
MATTER_LOOP = "same_matter"
"""The loop of their cases: what people do about a matter is an act about its first case in it."""
MATTER_ORDERS = ("most", "ways", "again", "longest", "open")
MOST_MATTERS = 200
_COLUMNS = (
    "source", "source_id", "matter_id", "category1", "category2", "category3", "channel", "area_id", "reported_at",
    "closed_at", "open",
)  # fmt: skip


@dataclass(frozen=True)
class MattersWanted:
    """Which matters are listed: of at least `least` cases, in an order of MATTER_ORDERS (many cases, many channels,
    many reported after a closing, long, many open), the first `most` of them, MOST_MATTERS at most."""

    least: int = 2
    order: str = MATTER_ORDERS[0]
    most: int = 50


@dataclass(frozen=True)
class Matter:
    """A matter. number: as its source numbers it; source, source_id: its first case; category: of that, masked, and
    how many `categories` there are; area_id: the deepest of its newest case; areas: in how many such it lies; channels:
    with the cases of each, that with most first; n: its cases, of these `open`, and `again` reported after another one
    was closed; first_at, last_at aware; acts: what people did about it and stands, the last first."""

    number: str
    source: str
    source_id: str
    category: str
    categories: int
    area_id: int
    areas: int
    channels: tuple[tuple[str, int], ...]
    n: int
    open: int
    again: int
    first_at: datetime
    last_at: datetime
    acts: tuple[SavedThing, ...] = ()

    @property
    def span(self) -> timedelta:
        """From its first report to its last."""
        return self.last_at - self.first_at


@dataclass(frozen=True)
class MatterAnswer:
    """The first matters in their order; of all of them how many there are, with how many cases, and how many came over
    several channels. whole: the cases that belong to them."""

    whole: Answer
    matters: tuple[Matter, ...] = ()
    all_matters: int = 0
    all_cases: int = 0
    all_ways: int = 0


def matters_of(answers: Answering, question: Question, freshness: Freshness, wanted: MattersWanted) -> MatterAnswer:
    """The matters among the cases of a question, without what people did. Raises as `Answering.answer`."""
    asked = answers.resolve(replace(question, metric=MATTER_LOOP, by=None))
    whole = answers.answer(asked.question, freshness)
    if asked.reasons:
        return MatterAnswer(whole)
    statement = compose_matters(asked.metric, wanted.order, asked.context)
    bound = answers.parameters(asked, None) | closed_parts(question.scope)
    bound |= {"least": max(2, wanted.least), "most": max(1, min(wanted.most, MOST_MATTERS))}
    rows = answers.runner.shared_table(statement, {name: bound[name] for name in parameters_of(statement)}).to_pylist()
    first = rows[0]
    found = tuple(_matter(row) for row in rows if row["n"])
    return MatterAnswer(whole, found, first["all_matters"], first["all_n"], first["all_ways"])


@lru_cache(maxsize=256)
def compose_matters(metric: Metric, order: str, context: StatementContext) -> str:
    """The statement that lists matters in an order of MATTER_ORDERS."""
    return compose_counted("listed", metric, _COLUMNS, context, shapes=_SQL, order=_SQL[order], **open_cases())


def _matter(row: Mapping[str, Any]) -> Matter:
    return Matter(
        number=row["matter_id"], source=row["source"], source_id=row["source_id"],
        category=masked_value(row["category3"]) or "", categories=row["categories"], area_id=row["area_id"],
        areas=row["areas"], channels=tuple(sorted(row["channels"] or (), key=lambda one: (-one[1], one[0]))),
        n=row["n"], open=row["open"], again=row["again"], first_at=row["first_at"].replace(tzinfo=UTC),
        last_at=row["last_at"].replace(tzinfo=UTC),
    )  # fmt: skip
