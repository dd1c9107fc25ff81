"""Spots where the same comes back: cases of one kind that follow each other near in place and time, however long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from queries.errors import QuestionRefused
from queries.kpis.answer import Answer
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Dictionary, Metric
from queries.kpis.question import Question
from queries.kpis.statement import PIECES, PUBLIC_COLUMNS, StatementContext, compose_counted, parameters_of
from queries.privacy.masking import masked_value
from queries.privacy.text_columns import masked_table
from queries.scope import Scope
from queries.sources.freshness import Freshness
from queries.store.statements import read_statements

_HERE = Path(__file__)
_SQL = read_statements(_HERE.with_name("spots.sql"))
SPOT_METRIC = "spot_cases"
SPOT_ORDERS = ("longest", "most", "open", "newest")
MOST_SPOTS, MOST_CASES = 200, 1_000
METRES_OF_A_DEGREE = 111_000  # of latitude, rounded down
CELL = 4.44  # width of a cell in reaches: at least twice the reach in degrees of longitude at 60 degrees of latitude
_OF_SPOTS = (
    "source", "source_id", "category1", "category2", "category3", "narrowest", "channel", "department", "area_id",
    "trusted_lon", "trusted_lat", "reported_at", "closed_at", "open", "not_voided",
)  # fmt: skip
_OF_CASES = (*PUBLIC_COLUMNS, "not_voided", "narrowest")


@dataclass(frozen=True)
class SpotRule:
    """What makes cases of one (narrowest) category one spot: each was reported within `days` of another one of
    them, within `metres` of it. least: how many cases there are at least. Farther than some 50 m apart, different
    things of a busy street become one."""

    days: int = 60
    metres: int = 30
    least: int = 3

    def refuse_odd(self) -> None:
        """Raises QuestionRefused where a number is not within SPOT_BOUNDS."""
        for name, (low, high) in SPOT_BOUNDS.items():
            if not low <= getattr(self, name) <= high:
                text = f"{name} is a whole number from {low} to {high}."
                raise QuestionRefused("out_of_bounds", text, name=name, low=low, high=high)

    def bound(self) -> dict[str, Any]:
        """What the statements bind of it."""
        reach = self.metres / METRES_OF_A_DEGREE
        return {"days": self.days, "metres": float(self.metres), "reach": reach, "cell": reach * CELL}


SPOT_BOUNDS: Mapping[str, tuple[int, int]] = {"days": (1, 366), "metres": (1, 100), "least": (2, 1_000)}
STANDARD_SPOTS = SpotRule()


@dataclass(frozen=True)
class SpotsWanted:
    """Which spots are listed: by a rule, in an order of SPOT_ORDERS, the first `most` of them, MOST_SPOTS at most."""

    rule: SpotRule = STANDARD_SPOTS
    order: str = SPOT_ORDERS[0]
    most: int = 50


@dataclass(frozen=True)
class RepeatSpot:
    """A spot. source, source_id: its first case, which names it; category: masked; area_id: the deepest of its newest
    case; areas: in how many such it lies; point: the middle (lon, lat in degrees WGS-84); extent_m: the diagonal of
    what it covers; n: its cases, of these `open`, and `again` reported after another one was closed; first_at, last_at
    aware; departments: with the cases of each, that with most first, the unknown left out."""

    source: str
    source_id: str
    category: str
    area_id: int
    areas: int
    point: tuple[float, float]
    extent_m: float
    n: int
    open: int
    again: int
    first_at: datetime
    last_at: datetime
    departments: tuple[tuple[str, int], ...]

    @property
    def span(self) -> timedelta:
        """From its first report to its last."""
        return self.last_at - self.first_at


@dataclass(frozen=True)
class SpotAnswer:
    """The first spots in their order, and of all of them how many there are with their cases. whole: the cases among
    which they were looked for, of which `compared` have a category and a trusted point that may be seen, and
    `not_compared` have not."""

    rule: SpotRule
    order: str
    whole: Answer
    spots: tuple[RepeatSpot, ...] = ()
    all_spots: int = 0
    all_cases: int = 0
    all_open: int = 0
    compared: int = 0
    not_compared: int = 0


def metrics_of_spots() -> dict[str, Metric]:
    """The KPI that counts the cases among which spots are looked for."""
    return dict(Dictionary.read(_HERE.with_name("spots.toml")))


def spots_of(answers: Answering, question: Question, freshness: Freshness, wanted: SpotsWanted) -> SpotAnswer:
    """The spots among the cases of a question. Raises QuestionRefused and as `Answering.answer`."""
    rule, order = wanted.rule, wanted.order
    rule.refuse_odd()
    if order not in SPOT_ORDERS:
        raise QuestionRefused("no_order", f"order is one of {', '.join(SPOT_ORDERS)}.", known=", ".join(SPOT_ORDERS))
    asked = answers.resolve(replace(question, metric=SPOT_METRIC, by=None))
    whole = answers.answer(asked.question, freshness)
    if asked.reasons:
        return SpotAnswer(rule, order, whole)
    statement = compose_spots(asked.metric, order, asked.context)
    bound = answers.parameters(asked, None) | rule.bound() | closed_parts(question.scope)
    bound |= {"least": rule.least, "most": max(1, min(wanted.most, MOST_SPOTS))}
    rows = answers.runner.shared_table(statement, {name: bound[name] for name in parameters_of(statement)}).to_pylist()
    first = rows[0]
    return SpotAnswer(
        rule, order, whole, tuple(_spot(row) for row in rows if row["n"]), first["all_spots"], first["all_n"],
        first["all_open"], first["looked_at"], first["without_place"],
    )  # fmt: skip


def cases_of_spot(answers: Answering, question: Question, case: tuple[str, str], rule: SpotRule, most: int) -> pa.Table:
    """The cases of the spot in which a case (source, source_id) lies, the newest first, as lists of cases have them;
    none where it is near no other or not among the cases of the question. Raises as `spots_of`."""
    rule.refuse_odd()
    asked = answers.resolve(replace(question, metric=SPOT_METRIC, by=None))
    statement = compose_spot_cases(asked.metric, asked.context)
    bound = answers.parameters(asked, None) | rule.bound() | closed_parts(question.scope)
    bound |= {"source": case[0], "source_id": case[1], "most": 0 if asked.reasons else max(1, min(most, MOST_CASES))}
    found = answers.runner.table(statement, {name: bound[name] for name in parameters_of(statement)})
    return masked_table(found.drop_columns(["not_voided", "narrowest"]))


@lru_cache(maxsize=256)
def compose_spots(metric: Metric, order: str, context: StatementContext) -> str:
    """The statement that lists the spots in an order of SPOT_ORDERS."""
    linked = _linked(metric, _OF_SPOTS, "every_kind", context)
    return _SQL.filled("listed", linked=linked, order=_SQL[order])


@lru_cache(maxsize=256)
def compose_spot_cases(metric: Metric, context: StatementContext) -> str:
    """The statement that lists the cases of the spot in which $source_id lies."""
    linked = _linked(metric, _OF_CASES, "same_kind", context)
    return _SQL.filled("cases", linked=linked, columns=", ".join(_OF_CASES))


def _linked(metric: Metric, columns: tuple[str, ...], kinds: str, context: StatementContext) -> str:
    return compose_counted("linked", metric, columns, context, shapes=_SQL, kinds=_SQL[kinds], **open_cases())


def open_cases() -> dict[str, str]:
    """The condition of statements that leave out cases which their asker may not open; its parameters are those of
    `closed_parts`."""
    return {"not_of_closed_lines": PIECES["not_of_closed_lines"]}


def closed_parts(scope: Scope) -> dict[str, tuple[str, ...]]:
    """The cases of a scope that cannot be opened, whose points are the middle of an area."""
    return {
        "closed_categories": tuple(one for line in scope.closed_lines for one in line.categories),
        "closed_channels": tuple(one for line in scope.closed_lines for one in line.channels),
    }


def _spot(row: Mapping[str, Any]) -> RepeatSpot:
    departments = sorted(row["departments"] or (), key=lambda one: (-one[1], one[0]))
    return RepeatSpot(
        source=row["source"], source_id=row["source_id"], category=masked_value(row["narrowest"]) or "",
        area_id=row["area_id"], areas=row["areas"], point=(row["lon"], row["lat"]), extent_m=row["extent_m"],
        n=row["n"], open=row["open"], again=row["again"], first_at=row["first_at"].replace(tzinfo=UTC),
        last_at=row["last_at"].replace(tzinfo=UTC),
        departments=tuple((masked_value(name) or "", n) for name, n in departments),
    )  # fmt: skip
