"""Hops of dispatched cases between levels, from the city down to units, by the steps delivered of them: how long each
waits, and which units pass cases on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from queries.dispatch.playbook import Playbook
from queries.dispatch.playbook_use import DISPATCHED_METRIC, FEWEST
from queries.dispatch.unit_levels import levels_of_units
from queries.governance.spots import closed_parts, open_cases
from queries.kpis.answer import Answer
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.question import Question
from queries.kpis.statement import StatementContext, compose_counted, parameters_of
from queries.privacy.masking import masked_value
from queries.sources.freshness import Freshness
from queries.store.statements import read_statements

SQL = read_statements(Path(__file__).with_name("hops.sql"))
CENTRE, UNKNOWN = "centre", "unknown"
"""Beside the levels of the playbook: who dispatches, and whom nobody declares a level of."""
LEVELS = (CENTRE, "city", "district", "street", "unit", UNKNOWN)
COLUMNS = ("source", "source_id", "category1", "category2", "category3", "channel")


@dataclass(frozen=True)
class LevelPair:
    """Hops from one level to another (of LEVELS). unanswered: nothing has happened since; returned: declined or handed
    back before they went on; median_s, p95_s: seconds until the next step, of those that are answered (None: none is);
    total_s: of all of these."""

    from_level: str
    to_level: str
    n: int
    unanswered: int
    returned: int
    median_s: float | None
    p95_s: float | None
    total_s: float


@dataclass(frozen=True)
class PassingUnit:
    """A unit that cases came to, as a hop each: how many it passed on, of these to a street, and of those passed on how
    many came back. Few: of fewer than FEWEST hops nothing is concluded."""

    unit: str
    level: str
    n: int
    passed_on: int
    to_streets: int
    passed_back: int

    @property
    def few(self) -> bool:
        """Whether it had too few."""
        return self.n < FEWEST


@dataclass(frozen=True)
class Hops:
    """Of the dispatched cases of a question: whole; cases: of which steps of dispatch are delivered, by their number of
    hops (`by_number`: one, two, three, more); pairs: in the order of LEVELS, which add up to `n` hops; units: by
    level, those that passed the largest share on first, those of few last."""

    whole: Answer
    n: int = 0
    cases: int = 0
    by_number: tuple[int, int, int, int] = (0, 0, 0, 0)
    pairs: tuple[LevelPair, ...] = ()
    units: tuple[PassingUnit, ...] = ()

    @property
    def total_s(self) -> float:
        """Seconds that all hops waited."""
        return sum(pair.total_s for pair in self.pairs)


def hops_of(answers: Answering, playbook: Playbook, question: Question, freshness: Freshness) -> Hops:
    """The hops of the cases of a question. playbook: says the level of departments. Raises as `Answering.answer`."""
    asked = answers.resolve(replace(question, metric=DISPATCHED_METRIC, by=None))
    whole = answers.answer(asked.question, freshness)
    if asked.reasons:
        return Hops(whole)
    _, units = answers.runner.rows(SQL["units"], {})
    levels = levels_of_units([unit for (unit,) in units], playbook, answers.tree)
    statement = compose_hops(asked.metric, asked.context)
    bound = answers.parameters(asked, None) | closed_parts(question.scope)
    bound |= {"units": tuple(levels), "levels": tuple(levels.values())}
    names, rows = answers.runner.rows(statement, {name: bound[name] for name in parameters_of(statement)})
    return _hops(whole, [dict(zip(names, row, strict=True)) for row in rows])


@lru_cache(maxsize=256)
def compose_hops(metric: Metric, context: StatementContext) -> str:
    """The statement that counts hops by levels, by units, and in all."""
    return SQL.filled("hops", chains=compose_chains(metric, context))


def compose_chains(metric: Metric, context: StatementContext) -> str:
    """The steps of dispatch of the cases of a question, in front of what is asked of them."""
    return compose_counted("chains", metric, COLUMNS, context, shapes=SQL, **open_cases())


def quantiles_of(row: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Median and P95 of a row (seconds); None of nothing."""
    return tuple(row["quantiles"]) if row["quantiles"] else (None, None)


def _hops(whole: Answer, rows: Iterable[Mapping[str, Any]]) -> Hops:
    found, pairs, units = Hops(whole), list[LevelPair](), list[PassingUnit]()
    for row in rows:
        if row["from_level"]:
            pairs.append(_pair(row))
        elif row["to_level"]:
            units.append(_unit(row))
        elif row["n"]:
            numbers = (row["one"], row["two"], row["three"], row["more"])
            found = replace(found, n=row["n"], cases=row["cases"], by_number=numbers)
    pairs.sort(key=lambda one: (LEVELS.index(one.from_level), LEVELS.index(one.to_level)))
    units.sort(key=lambda one: (one.few, LEVELS.index(one.level), -one.passed_on / one.n, -one.n, one.unit))
    return replace(found, pairs=tuple(pairs), units=tuple(units))


def _pair(row: Mapping[str, Any]) -> LevelPair:
    median, p95 = quantiles_of(row)
    counts = {name: row[name] for name in ("from_level", "to_level", "n", "unanswered", "returned", "total_s")}
    return LevelPair(median_s=median, p95_s=p95, **counts)


def _unit(row: Mapping[str, Any]) -> PassingUnit:
    counts = {name: row[name] for name in ("n", "passed_on", "to_streets", "passed_back")}
    return PassingUnit(unit=masked_value(row["receiver"]) or "", level=row["to_level"], **counts)
