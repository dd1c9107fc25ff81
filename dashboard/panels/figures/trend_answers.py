"""What the trend asks: the chosen KPI step by step, the same weekdays before, and its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dashboard.saved.scene_notes import PinnedNote, notes_of_days
from dashboard.view.periods import PeriodAt, ScreenPeriod, days_before, is_over
from dashboard.view.scene import Scene
from dashboard.view.trend_spans import TrendSpan, trend_span
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import (
    NOT_PLACED,
    Answer,
    AnswerRow,
    NormalOfDays,
    Question,
    SeriesBreak,
    bases,
    breaks_parting,
    inclusion,
    last_of,
)

MOST_PARTS = 6
DIMENSION_OF = {"category": "category1", "channel": "channel", "department": "department"}
"""The condition that makes a question one of a part, by what the trend is split by."""
AREA = "area"


@dataclass(frozen=True)
class TrendAnswers:
    """span: the days, the last step of them perhaps not over yet (partial); now, before: answers with a row for each
    step, before None where there is none or nobody asked; parts: name and answer of each; rest: how many parts have no
    line of their own; notes: those of the area, of the areas in it and of those that it lies in, on these days; normal:
    what is normal for days, where it was asked for; parting: the breaks for which the steps before are not compared."""

    span: TrendSpan
    partial: bool
    now: Answer
    before: Answer | None = None
    parts: tuple[tuple[str, Answer], ...] = ()
    rest: int = 0
    notes: tuple[PinnedNote, ...] = ()
    normal: NormalOfDays = field(default_factory=dict)
    parting: tuple[SeriesBreak, ...] = ()

    @property
    def rows(self) -> tuple[AnswerRow, ...]:
        """Of the chosen KPI, one for each step."""
        return self.now.rows

    @property
    def breaks(self) -> tuple[SeriesBreak, ...]:
        """Those that part its days, of the chosen KPI or of a part."""
        answers = (self.now, *(answer for _, answer in self.parts))
        return tuple(dict.fromkeys(one for answer in answers for one in answer.breaks_within))


def is_state(scene: Scene) -> bool:
    """Whether each day of the chosen KPI has its own number, and a step that of its last day."""
    return bases()[scene.metric.basis].is_state


def span_of(scene: Scene) -> TrendSpan:
    """The days that the trend shows."""
    step = scene.view.step if scene.screen.is_interactive else "day"
    return trend_span(step, scene.now, scene.zone, scene.reported, of_state=is_state(scene))


def questions(_city: City, scene: Scene) -> list[Question]:
    """The chosen KPI over at least the last 30 days up to the end of the period, or so many weeks or months; where
    people work, those before too, unless it is split."""
    span = span_of(scene)
    now = _of_steps(scene, span)
    before = _before(scene, span) if scene.screen.is_interactive and not scene.view.split else None
    return [now, *([before] if before else [])]


def ask(city: City, scene: Scene) -> TrendAnswers:
    """The answers to `questions`, those of the parts where it is split, and what is normal for days."""
    found = ask_but_normal(city, scene)
    if not _has_normal(scene) or found.now.status == "no_data":
        return found
    return replace(found, normal=city.kpis.normal_days(_of_steps(scene, found.span)))


def takes_longer(city: City, scene: Scene) -> bool:
    """Whether what is normal must be asked of the store."""
    return _has_normal(scene) and not city.kpis.holds_normal_days(_of_steps(scene, span_of(scene)))


def _has_normal(scene: Scene) -> bool:
    """Of days of the whole, where people work; a replay, which moves on at once, does not wait for it."""
    return scene.screen.is_interactive and scene.view.step == "day" and not (scene.view.split or scene.view.replay)


def ask_but_normal(city: City, scene: Scene) -> TrendAnswers:
    """The answers to `questions`, and those of the parts where it is split."""
    span = span_of(scene)
    now, *before = (city.kpis.ask(question) for question in questions(city, scene))
    partial = not is_over(last_of(span.step, span.end), scene.now.as_of, scene.zone)
    parting = breaks_parting(now, before[0]) if before else ()
    compared = _stepped(before[0], span.earlier()) if before and not parting else None
    notes = notes_of_days(city, scene, span.start, span.end)
    found = TrendAnswers(span, partial, _stepped(now, span), compared, notes=notes, parting=parting)
    if not scene.view.split or not scene.screen.is_interactive or now.status == "no_data":
        return found
    rows = _largest(city, scene, span, scene.view.split)
    parts = [(name, city.kpis.ask(_of_part(scene, span, scene.view.split, row))) for row, name in rows[:MOST_PARTS]]
    stepped = tuple((name, _stepped(answer, span)) for name, answer in parts)
    return replace(found, parts=stepped, rest=max(0, len(rows) - MOST_PARTS))


def _of_steps(scene: Scene, span: TrendSpan, at: PeriodAt | None = None) -> Question:
    moment = at or PeriodAt(ScreenPeriod("days", span.start, span.end), scene.now.as_of)
    return replace(scene.question(scene.metric.key, at=moment), by="day" if is_state(scene) else span.step)


def _before(scene: Scene, span: TrendSpan) -> Question | None:
    """The same steps before, seen from the same distance: rates of unripe days are compared with what they were when as
    unripe. None before the first report."""
    earlier = span.earlier()
    if scene.reported and earlier.end < scene.reported[0]:
        return None
    moment = days_before(scene.now.as_of, span.back, scene.zone)
    return _of_steps(scene, earlier, PeriodAt(ScreenPeriod("days", earlier.start, earlier.end), moment))


def _stepped(answer: Answer, span: TrendSpan) -> Answer:
    """The answer with a row for each step: of a state, that of its last day."""
    by_code = {row.code: row for row in answer.rows}
    unknown = AnswerRow("", "", None, 0, None, None)
    rows = []
    for first, last in span.steps():
        row = by_code.get(first.isoformat()) or by_code.get(last.isoformat(), unknown)
        if answer.basis == "N":
            row = by_code.get(last.isoformat(), unknown)
        rows.append(replace(row, code=first.isoformat()))
    return replace(answer, rows=tuple(rows))


def _largest(city: City, scene: Scene, span: TrendSpan, split: str) -> Sequence[tuple[AnswerRow, str]]:
    """The parts with their names, those with the most cases first."""
    if split == AREA and scene.area.is_leaf:
        return []
    period = PeriodAt(ScreenPeriod("days", span.start, span.end), scene.now.as_of)
    answer = city.kpis.ask(scene.question(scene.metric.key, by=split, at=period))
    rows = [row for row in answer.rows if row.n and row.code != NOT_PLACED]
    rows.sort(key=lambda row: (-row.n, row.code))
    return [(row, part_name(split, row.code, row.name, scene.words)) for row in rows]


def _of_part(scene: Scene, span: TrendSpan, split: str, row: AnswerRow) -> Question:
    """The question about one part: an area below, or the cases with one value instead of those that the address has."""
    question = _of_steps(scene, span)
    if split == AREA:
        return replace(question, area=row.code)
    dimension = DIMENSION_OF[split]
    others = tuple(one for one in question.where if inclusion(one[0]) != dimension)
    return replace(question, where=(*others, (dimension, row.code)))
