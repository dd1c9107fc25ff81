"""The cases of a loop that something is left to do about, with what people did about each in this loop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from queries.acts.act import about_cases
from queries.acts.saved import SavedThing, SavedThings
from queries.governance.call_backs.call_attempts import CallAttempt, attempts_of
from queries.governance.loop import Loop, Stage
from queries.governance.rule_hits import RuleHit, hits_of, met_places
from queries.governance.stage_counts import stage_columns, stage_places, unknown_metrics
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.question import Question
from queries.kpis.resolved.resolved_question import ResolvedQuestion
from queries.kpis.statement import StatementContext, compose_counted, parameters_of
from queries.privacy.text_columns import CATEGORIES, called, leaving
from queries.store.statement_runner import StatementRunner
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("worklist.sql"))
COLUMNS = ("source", "source_id", "version", "title", *CATEGORIES, "area_id", "department", "due_at")


@dataclass(frozen=True)
class WaitingCase:
    """A case of a loop: in which stage (None: no source knows whether it is in that one), since when (aware), whether
    past the limit of the stage; texts masked. hits:
    the rules that it meets, or its stage. acts: what people did about it in this loop and stands, the last first.
    attempts: of its call-back, the first one first, in a loop that is about them."""

    source: str
    source_id: str
    title: str
    area_id: int
    department: str
    due_at: datetime | None
    stage: Stage | None
    since: datetime | None
    late: bool
    version: int | None
    hits: tuple[RuleHit, ...]
    acts: tuple[SavedThing, ...] = ()
    attempts: tuple[CallAttempt, ...] = ()

    @property
    def hands_over_at(self) -> datetime | None:
        """From when on it is handed over by itself (aware); None: by hand only."""
        return min((at for hit in self.hits if (at := hit.hands_over_at)), default=None)


@dataclass(frozen=True)
class UnhandedCases:
    """Cases that wait to be handed over, those that wait longest first, and how many there are in all."""

    cases: tuple[WaitingCase, ...] = ()
    in_all: int = 0


def waiting_cases(answers: Answering, loop: Loop, question: Question, most: int) -> list[WaitingCase]:
    """The cases of a loop that wait longest, without their acts; none where there are no data."""
    asked = answers.resolve(replace(question, metric=loop.metric_of(), by=None))
    unknown = unknown_metrics(answers, loop, asked.question)
    cases = [_in_known_stage(_case(loop, row), loop, unknown) for row in _rows(answers, loop, asked, most)]
    if not asked.metric.is_of_attempts:
        return cases
    keys = ((case.source, case.source_id) for case in cases)
    attempts = attempts_of(answers.runner, keys, asked.as_of, asked.question.recorded_as_of)
    return [replace(case, attempts=attempts.get((case.source, case.source_id), ())) for case in cases]


def unhanded_cases(
    answers: Answering, loop: Loop, question: Question, most: int, passed_on: Iterable[tuple[str, str]]
) -> UnhandedCases:
    """The cases of a loop that are not among those passed on (source, number); none where there are no data."""
    asked = answers.resolve(replace(question, metric=loop.metric_of(), by=None))
    rows = _rows(answers, loop, asked, most, tuple(sorted("\n".join(case) for case in passed_on)))
    return UnhandedCases(tuple(_case(loop, row) for row in rows), rows[0]["in_all"] if rows else 0)


def _rows(
    answers: Answering, loop: Loop, asked: ResolvedQuestion, most: int, passed_on: tuple[str, ...] | None = None
) -> list[dict[str, Any]]:
    if asked.reasons:
        return []
    statement = compose_worklist(loop, asked.metric, asked.context, passed_on is not None)
    ended = tuple(number for number, stage in enumerate(loop.stages) if stage.ends)
    bound = answers.parameters(asked, None) | {"most": most, "ended": ended, "passed_on": passed_on}
    names, rows = answers.runner.rows(statement, {name: bound[name] for name in parameters_of(statement)})
    return [dict(zip(names, row, strict=True)) for row in rows]


def with_acts(
    cases: Iterable[WaitingCase], loop: Loop, things: SavedThings, known: datetime | None
) -> list[WaitingCase]:
    """The cases with what people did about each of them. known: by when (aware; None: now)."""
    done = acts_in(loop.key, things, known)
    return [replace(case, acts=done.get((case.source, case.source_id), ())) for case in cases]


def acts_in(loop: str, things: SavedThings, known: datetime | None) -> dict[tuple[str, str], tuple[SavedThing, ...]]:
    """What people did in a loop and stands, by case (source, source_id), the last first. known: by when (aware; None:
    now)."""
    done: dict[tuple[str, str], list[SavedThing]] = {}
    for kind in about_cases():
        for one in things.things(kind, known):
            if one.act.loop == loop:
                done.setdefault((one.act.source, one.act.source_id), []).append(one)
    return {case: _in_order(acts) for case, acts in done.items()}


def acts_about(things: SavedThings, loop: str, source: str, source_id: str) -> tuple[SavedThing, ...]:
    """What people did about one case in a loop and stands now, the last first."""
    about = (loop, source, source_id)
    standing = [one for kind in about_cases() for one in things.things(kind, None)]
    return _in_order([one for one in standing if (one.act.loop, one.act.source, one.act.source_id) == about])


def is_seen(runner: StatementRunner, source: str, source_id: str) -> bool:
    """Whether the asker may see a case."""
    _, rows = runner.rows(_SQL["seen"], {"source": source, "source_id": source_id})
    return bool(rows)


def _in_order(acts: Sequence[SavedThing]) -> tuple[SavedThing, ...]:
    return tuple(sorted(acts, key=lambda one: one.act.happened_at, reverse=True))


@lru_cache(maxsize=256)
def compose_worklist(loop: Loop, metric: Metric, context: StatementContext, unhanded: bool) -> str:
    """The statement. Parameters: those of the KPI, $ended (numbers of stages that end) and $most, and where those not
    handed over are wanted, and counted, $passed_on (source and number of the others, on two lines)."""
    columns = sorted({*stage_columns(loop), *COLUMNS})
    wanted = {
        "wanted": _SQL["unhanded" if unhanded else "every"],
        "in_all": _SQL["counted" if unhanded else "uncounted"],
    }
    places = stage_places(loop) | met_places(loop) | wanted
    return compose_counted("worklist", metric, columns, context, shapes=_SQL, **places)


def _case(loop: Loop, row: Mapping[str, Any]) -> WaitingCase:
    return WaitingCase(
        source=row["source"],
        source_id=row["source_id"],
        title=called(row),
        area_id=row["area_id"],
        department=leaving("department", row["department"]) or "",
        due_at=_aware(row["due_at"]),
        stage=loop.stages[row["stage"]],
        since=_aware(row["since"]),
        late=row["late"],
        version=row["version"],
        hits=hits_of(loop, row),
    )


def _in_known_stage(case: WaitingCase, loop: Loop, unknown: Set[str]) -> WaitingCase:
    """The case, not in its stage and not late there where that is not known."""
    if case.stage is None or loop.metric_of(case.stage) not in unknown:
        return case
    return replace(case, stage=None, since=None, late=False, hits=())


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None
