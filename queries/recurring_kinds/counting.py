"""How the cases of a kind stand: how many, where, and which came back at places that count as mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any

from geodata.areas.area_tree import AreaTree
from geodata.errors import UnknownArea
from queries.calendar.city_days import naive, start_of
from queries.governance.spots import METRES_OF_A_DEGREE
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Dictionary, Metric
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.statement import StatementContext, compose_counted, parameters_of
from queries.recurring_kinds.cure import Cure, metres_of_a_cure
from queries.recurring_kinds.kind import KindCases
from queries.store.statements import read_statements

_HERE = Path(__file__)
KIND_SQL = read_statements(_HERE.with_name("kinds.sql"))
KIND_CASES = "kind_cases"
_COLUMNS = ("title", "area_id", "trusted_lon", "trusted_lat", "reported_at", "closed_at", "open")


@dataclass(frozen=True)
class KindPlace:
    """A deepest area where there are cases of a kind: n, of these `open`, and `again` reported after another one was
    closed there; last_at aware."""

    area_id: int
    n: int
    open: int
    again: int
    last_at: datetime


@dataclass(frozen=True)
class KindCount:
    """The cases of a kind: n, of these `open`, and `again` reported after another one was closed in the same deepest
    area; first_at, last_at aware, None without any; places: the first of `all_places`, those with most cases first.
    status as of an answer: no_data where no source knows such cases."""

    status: str
    n: int = 0
    open: int = 0
    again: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    places: tuple[KindPlace, ...] = ()
    all_places: int = 0


@dataclass(frozen=True)
class CasesAtCure:
    """The cases of a kind at an item of its checklist: n, of these `open`, and `after` the day of its cure, the last of
    them at last_after (aware)."""

    n: int = 0
    open: int = 0
    after: int = 0
    last_after: datetime | None = None


def metrics_of_kinds() -> dict[str, Metric]:
    """The KPI that counts the cases among which those of kinds are found."""
    return dict(Dictionary.read(_HERE.with_name("kind_cases.toml")))


def count_of(answers: Answering, question: Question, cases: KindCases, most: int) -> KindCount:
    """How the cases of a kind stand. question: moment and scope. Raises as `Answering.answer`."""
    asked = _resolved(answers, question, cases)
    if asked.reasons:
        return KindCount("no_data")
    rows = _rows(answers, asked, "places", cases, {"most": most})
    first = rows[0]
    places = tuple(
        KindPlace(row["area_id"], row["n"], row["open"], row["again"], row["last_at"].replace(tzinfo=UTC))
        for row in rows
        if row["n"]
    )
    return KindCount(
        "ok", first["all_n"], first["all_open"], first["all_again"], _aware(first["first_of_all"]),
        _aware(first["last_of_all"]), places, first["all_places"],
    )  # fmt: skip


def cases_at_cures(
    answers: Answering, question: Question, cases: KindCases, cures: Sequence[Cure], zone: tzinfo
) -> Mapping[str, CasesAtCure]:
    """The cases at each item, by its key; none where no source knows such cases. question: as of `count_of`."""
    asked = _resolved(answers, question, cases)
    if asked.reasons or not cures:
        return {}
    rows = _rows(answers, asked, "cured", cases, _of_items(cures, answers.tree, zone))
    found = {row["item"]: CasesAtCure(row["n"], row["open"], row["after"], _aware(row["last_after"])) for row in rows}
    return {one.key: found.get(one.key, CasesAtCure()) for one in cures}


def _of_items(cures: Sequence[Cure], tree: AreaTree, zone: tzinfo) -> dict[str, Any]:
    metres = metres_of_a_cure()
    intervals = [_interval(tree, one.area) for one in cures]
    days = [one.cured_on for one in cures]
    return {
        "items": tuple(one.key for one in cures),
        "lons": tuple(one.lon for one in cures),
        "lats": tuple(one.lat for one in cures),
        "firsts": tuple(first for first, _ in intervals),
        "lasts": tuple(last for _, last in intervals),
        "cured": tuple(naive(start_of(day + timedelta(days=1), zone)) if day else None for day in days),
        "metres": metres,
        "reach": metres / METRES_OF_A_DEGREE,
    }


def _interval(tree: AreaTree, code: str) -> tuple[int, int]:
    """The numbers of an area; of one that the city no longer has, none."""
    try:
        area = tree.area(code)
    except UnknownArea:
        return 0, 0
    return area.area_id, area.last_id


def _resolved(answers: Answering, question: Question, cases: KindCases) -> ResolvedQuestion:
    return answers.resolve(
        replace(question, metric=KIND_CASES, area=cases.area, where=cases.where, by=None, start=None, end=None)
    )


def _rows(
    answers: Answering, asked: ResolvedQuestion, shape: str, cases: KindCases, given: Mapping[str, Any]
) -> list[dict[str, Any]]:
    statement = compose_kind(shape, asked.metric, asked.context)
    bound = answers.parameters(asked, None) | {**given}
    bound |= {"words": tuple(word.lower() for word in cases.words)}
    found = answers.runner.shared_table(statement, {name: bound[name] for name in parameters_of(statement)})
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows


@lru_cache(maxsize=256)
def compose_kind(shape: str, metric: Metric, context: StatementContext) -> str:
    """The statement of a shape over the cases of a kind."""
    found = compose_counted("found", metric, _COLUMNS, context, shapes=KIND_SQL)
    return KIND_SQL.filled(shape, found=found)


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None
