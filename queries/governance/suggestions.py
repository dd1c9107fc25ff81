"""Cases that may be one matter though no source linked them: of one category within days, by place, person and text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from queries.acts.saved import SavedThing
from queries.governance.spots import SPOT_METRIC, SpotRule, closed_parts, open_cases
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.note import Note
from queries.kpis.question import Question
from queries.kpis.statement import StatementContext, compose_counted, parameters_of
from queries.privacy.masking import masked_value
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("suggestions.sql"))
PAIR_METRES, PAIR_DAYS, LEAST_LIKENESS, DAYS_BACK = 100, 2, 0.5, 7
"""How far apart in place and time, and how alike (Jaccard index of the signs of both titles, 0 to 1); of which days."""
_NEAR = SpotRule(days=PAIR_DAYS, metres=PAIR_METRES)
_COLUMNS = (
    "source", "source_id", "title", "matter_id", "person_ref", "category1", "category2", "category3", "narrowest",
    "channel", "area_id", "trusted_lon", "trusted_lat", "reported_at", "not_voided",
)  # fmt: skip


@dataclass(frozen=True)
class PairedCase:
    """One of a pair; reported_at aware."""

    source: str
    source_id: str
    channel: str
    reported_at: datetime


@dataclass(frozen=True)
class Suggestion:
    """Two cases that may be one matter. metres: how far apart, None where they are paired by person alone; then
    category and area_id are None too, because nothing is told of what one person reports. likeness: of their titles, 0
    to 1, None where one has none. acts: what people did about the later one in the loop of matters, the last first."""

    earlier: PairedCase
    later: PairedCase
    metres: float | None
    same_person: bool
    likeness: float | None
    category: str | None
    area_id: int | None
    acts: tuple[SavedThing, ...] = ()


@dataclass(frozen=True)
class Suggestions:
    """The first pairs, those with most reasons first, and how many there are; status as of an answer, and why there are
    no data."""

    status: str
    pairs: tuple[Suggestion, ...] = ()
    all_pairs: int = 0
    reasons: tuple[Note, ...] = ()


def suggestions_of(answers: Answering, question: Question, most: int) -> Suggestions:
    """The pairs among the cases of a question; without days those reported in the DAYS_BACK days up to its moment, or
    up to the end of the data. Raises as `Answering.answer`."""
    question = replace(question, metric=SPOT_METRIC, by=None)
    if question.start is None and question.end is None and question.as_of is not None:
        newest = answers.resolve(question).coverage.newest_at or question.as_of
        last = min(newest, question.as_of).astimezone(answers.profile.time_zone).date()
        question = replace(question, start=last - timedelta(days=DAYS_BACK))
    asked = answers.resolve(question)
    if asked.reasons:
        return Suggestions("no_data", reasons=asked.reasons)
    statement = compose_pairs(asked.metric, asked.context)
    bound = answers.parameters(asked, None) | _NEAR.bound() | closed_parts(question.scope)
    bound |= {"least_likeness": LEAST_LIKENESS, "most": most}
    rows = answers.runner.shared_table(statement, {name: bound[name] for name in parameters_of(statement)}).to_pylist()
    return Suggestions("ok", tuple(_suggestion(row) for row in rows), rows[0]["pairs"] if rows else 0)


@lru_cache(maxsize=256)
def compose_pairs(metric: Metric, context: StatementContext) -> str:
    """The statement that lists the pairs."""
    return compose_counted("pairs", metric, _COLUMNS, context, shapes=_SQL, **open_cases())


def _suggestion(row: Mapping[str, Any]) -> Suggestion:
    near = row["apart"] is not None
    return Suggestion(
        earlier=_case(row, "source", "source_id", "channel", "reported_at"),
        later=_case(row, "later_source", "later_id", "later_channel", "later_at"),
        metres=row["apart"],
        same_person=row["same_person"],
        likeness=row["likeness"] if near else None,
        category=masked_value(row["narrowest"]) if near else None,
        area_id=row["area_id"] if near else None,
    )


def _case(row: Mapping[str, Any], source: str, number: str, channel: str, moment: str) -> PairedCase:
    return PairedCase(row[source], row[number], masked_value(row[channel]) or "", row[moment].replace(tzinfo=UTC))
