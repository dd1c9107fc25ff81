"""How the cases of a loop stand: one statement for all stages, by how long they have been there and by a part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from queries.as_of_state.state_tables import names_in
from queries.errors import QuestionRefused
from queries.governance.loop import UNKNOWN_HIT, Loop, Stage
from queries.kpis.answer import Answer
from queries.kpis.answering import Answering
from queries.kpis.dictionary import Metric
from queries.kpis.question import Question
from queries.kpis.statement import PARTS, StatementContext, compose_counted, parameters_of
from queries.privacy.masking import masked_value
from queries.sources.freshness import Freshness
from queries.store.statements import read_statements

_SQL = read_statements(Path(__file__).with_name("stages.sql"))
BANDS = ("0-1", "1-3", "3-7", "7-30", "30+", "unknown")
"""Days that cases have been in a stage."""
PARTS_OF_LOOPS = ("department", "channel", "category", "category3", "status")
MOST_ROWS = 100_000


@dataclass(frozen=True)
class StageCount:
    """The cases of a stage: n, of these `late` past its limit (None where it has none or no source knows it), and by
    BANDS; oldest: since when the first is there (aware), None of none."""

    stage: Stage
    n: int
    late: int | None
    bands: Mapping[str, int]
    oldest: datetime | None


@dataclass(frozen=True)
class LoopAnswer:
    """How a loop stands. whole: its population with as_of, freshness, notes and status; stages: empty where there are
    no data; parts: of a question by a part, the stages of each, that with most left to do first; none where they do not
    add up. unknown: the stages that no source knows, which are in neither of them."""

    loop: Loop
    whole: Answer
    stages: tuple[StageCount, ...]
    parts: Mapping[str, tuple[StageCount, ...]]
    unknown: tuple[Stage, ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether every case is in a known stage: those of an unknown one are in the next, of the last in none."""
        return self.loop.overlapping or self.loop.stages[-1] not in self.unknown

    @property
    def pending(self) -> int | None:
        """How many cases are left to do, where there are data; of overlapping stages each counts in each. None: which
        cases have ended is not known."""
        if self.adds_up:
            return left_to_do(self.stages)
        if any(stage.ends for stage in self.unknown):
            return None
        return self.whole.n - sum(one.n for one in self.stages if one.stage.ends)


@dataclass(frozen=True)
class _Row:
    stage: int
    part: str | None
    band: str
    n: int
    late: int
    oldest: datetime | None


def left_to_do(stages: Iterable[StageCount]) -> int:
    """The cases of the stages in which something is left to do."""
    return sum(one.n for one in stages if not one.stage.ends)


def stages_of(answers: Answering, loop: Loop, question: Question, freshness: Freshness) -> LoopAnswer:
    """How a loop stands. question: of its area, days and conditions, `by` one of PARTS_OF_LOOPS or None. Raises as
    `Answering.answer`."""
    by = question.by
    if by is not None and by not in PARTS_OF_LOOPS:
        known = ", ".join(PARTS_OF_LOOPS)
        raise QuestionRefused("no_breakdown", f"A loop has no parts by {by!r}; known are {known}.", known=known)
    asked = answers.resolve(replace(question, metric=loop.metric_of(), by=None))
    whole = answers.answer(asked.question, freshness)
    if asked.reasons:
        return LoopAnswer(loop, whole, (), {})
    unknown = unknown_metrics(answers, loop, asked.question)
    statement = compose_stages(loop, asked.metric, by, asked.context)
    bound = answers.parameters(asked, None) | {"most": MOST_ROWS}
    _, found = answers.runner.rows(statement, {name: bound[name] for name in parameters_of(statement)})
    rows = [_Row(stage, masked_value(part), *others) for stage, part, *others in found]
    whole_rows = [replace(row, part=None) for row in rows]
    named = [part for part in dict.fromkeys(row.part for row in rows) if part is not None]
    out = tuple(stage for stage in loop.stages if loop.metric_of(stage) in unknown)
    answer = LoopAnswer(loop, whole, _counts(loop, None, whole_rows, unknown), {}, out)
    if not answer.adds_up:
        return answer
    parts = {part: _counts(loop, part, rows, unknown) for part in named}
    return replace(answer, parts=dict(sorted(parts.items(), key=lambda one: -left_to_do(one[1]))))


def unknown_metrics(answers: Answering, loop: Loop, question: Question) -> frozenset[str]:
    """The KPIs of stages and limits of a loop that no source knows. question: of the loop, with as_of."""
    return frozenset(
        metric for metric in _of_needs(loop) if answers.resolve(replace(question, metric=metric, by=None)).reasons
    )


def _of_needs(loop: Loop) -> Iterator[str]:
    """The KPIs of stages and of limits that need more of a source than the loop does."""
    for stage in loop.stages:
        if stage.needs:
            yield loop.metric_of(stage)
        if stage.needs_of_limit:
            yield loop.metric_of(stage, late=True)


@lru_cache(maxsize=256)
def compose_stages(loop: Loop, metric: Metric, by: str | None, context: StatementContext) -> str:
    """The statement: of each stage, part and band of age the cases, those past the limit, and the earliest time."""
    part = PARTS[by] if by else _SQL["whole"]
    columns = sorted({*stage_columns(loop), *names_in(part)})
    return compose_counted("stages", metric, columns, context, shapes=_SQL, part=part, **stage_places(loop))


def stage_columns(loop: Loop) -> set[str]:
    """The columns of a case that say in which stage it is, since when and until when."""
    times = [name for stage in loop.stages for name in (stage.since, stage.due) if name]
    return {*names_in(" ".join(stage.where for stage in loop.stages)), *times, *_hit_columns(loop), "as_of"}


def _hit_columns(loop: Loop) -> set[str]:
    return {name for stage in loop.stages if stage.hit != UNKNOWN_HIT for name in names_in(stage.hit)}


def stage_places(loop: Loop) -> dict[str, str]:
    """What fills the places of a statement on stages: the list of the numbers of those that a case is in, and by such a
    number since when it is there and whether its limit is passed."""
    late = {number: stage.late for number, stage in enumerate(loop.stages) if stage.late}
    since = {number: stage.since for number, stage in enumerate(loop.stages)}
    return {
        "stages": _stage_numbers(loop),
        "since": _by_stage(since),
        "late": _by_stage(late) if late else _SQL["never"],
    }


def _stage_numbers(loop: Loop) -> str:
    numbered = [(stage.where, str(number)) for number, stage in enumerate(loop.stages)]
    if loop.overlapping:
        return _SQL.filled("all_of", rules=", ".join(_filled("rule", numbered)))
    return _SQL.filled("first_of", whens=" ".join(_filled("when", numbered[:-1])), rest=numbered[-1][1])


def _filled(name: str, numbered: Iterable[tuple[str, str]]) -> list[str]:
    return [_SQL.filled(name, condition=condition, number=number) for condition, number in numbered]


def _by_stage(expressions: Mapping[int, str]) -> str:
    whens = [_SQL.filled("when", condition=str(number), number=text) for number, text in expressions.items()]
    return _SQL.filled("by_stage", whens=" ".join(whens))


def _counts(loop: Loop, part: str | None, rows: Sequence[_Row], unknown: Set[str]) -> tuple[StageCount, ...]:
    """Of the stages that some source knows."""
    counted = []
    for number, stage in enumerate(loop.stages):
        if loop.metric_of(stage) not in unknown:
            has_limit = bool(stage.late) and loop.metric_of(stage, late=True) not in unknown
            of_stage = [row for row in rows if row.stage == number and row.part == part]
            counted.append(_count(stage, of_stage, has_limit=has_limit))
    return tuple(counted)


def _count(stage: Stage, rows: Sequence[_Row], *, has_limit: bool) -> StageCount:
    bands = dict.fromkeys(BANDS, 0)
    for row in rows:
        bands[row.band] += row.n
    oldest = min((row.oldest for row in rows if row.oldest), default=None)
    return StageCount(
        stage=stage,
        n=sum(bands.values()),
        late=sum(row.late for row in rows) if has_limit else None,
        bands=bands,
        oldest=oldest.replace(tzinfo=UTC) if oldest else None,
    )
