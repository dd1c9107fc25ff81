"""The figure of a trend: a line of steps beside that of the steps compared with, or one for each part."""

from __future__ import annotations

from datetime import date, datetime

from dashboard.display.axis import axis
from dashboard.display.normality import target_text
from dashboard.display.number_link import number_of
from dashboard.display.ripeness import settled_part
from dashboard.display.wording import exact_cases
from dashboard.panels.figures.normal_band import normal_band
from dashboard.panels.figures.payloads import FigureSeries, LinesFigure, SeriesRole
from dashboard.panels.figures.place import figure_words
from dashboard.panels.figures.trend_answers import DIMENSION_OF, TrendAnswers
from dashboard.panels.payloads import FigureBreak, FigureNote, FigureTarget
from dashboard.view.scene import Scene
from dashboard.view.trend_spans import TrendSpan
from dashboard.words.moments import short_day
from dashboard.words.numbers import brief, exact
from queries.values import EXCLUDED, Answer, AnswerRow, Conditions, bases, end_of_day

DAYS_OF_ADDRESS = "__DAYS__"
MOST_NOTES = 40


def lines(trend: TrendAnswers, title: str, note: str, scene: Scene) -> LinesFigure:
    """Steps of the chosen KPI, solid; those before, each above the one it is compared with; or the parts, which are
    stacked where they add up to the whole."""
    answer, steps = trend.now, list(trend.span.steps())
    stacked = bool(trend.parts) and answer.kind == "count"
    series = _parts(trend, scene, stacked=stacked) if trend.parts else _two_lines(trend, scene)
    values = [row.value for row in answer.rows] if stacked else [value for one in series for value in one["values"]]
    values += [answer.target.value] if answer.target else []
    normal = normal_band(trend, scene)
    values += [*normal["low"], *normal["high"]] if normal else []
    scale = axis(values, answer.unit)
    largest = max((value for value in values if value is not None), default=None)
    return {
        "kind": "lines",
        "revision": f"{answer.key} {answer.area} {scene.view.split} {trend.span.step} {trend.span.start}",
        "title": f"{scene.place} · {title}",
        "note": note,
        "labels": [_label(trend.span, first) for first, _ in steps],
        "names": [_name(trend.span, first, last, scene) for first, last in steps],
        "spans": [(first.isoformat(), last.isoformat()) for first, last in steps],
        "series": series,
        "low": scale.low,
        "high": scale.high,
        "ticks": [(mark, brief(mark, answer.unit, scene.words, like=largest)) for mark in scale.marks],
        "partial": trend.partial,
        "period": (index_of(trend.span, scene.period.start), index_of(trend.span, scene.period.end)),
        "stacked": stacked,
        "target": target_line(answer, scene),
        "normal": normal,
        "brush": scene.link(period=DAYS_OF_ADDRESS),
        "notes": note_spans(trend, scene),
        "breaks": break_marks(trend, scene),
        "words": figure_words(scene, scene.words(f"trend_step.{trend.span.step}")),
    }


def target_line(answer: Answer, scene: Scene) -> FigureTarget | None:
    """What the city wants the chosen KPI to be, with its words."""
    return {"value": answer.target.value, "text": target_text(answer, scene)} if answer.target else None


def _two_lines(trend: TrendAnswers, scene: Scene) -> list[FigureSeries]:
    series = [_series((scene.words("figure.chosen"), "chosen"), trend.now, trend.span, scene)]
    if trend.before and any(row.value is not None for row in trend.before.rows):
        earlier = trend.span.earlier()
        key = "figure.before" if trend.span.step == "day" else "figure.year_before"
        name = scene.words(key, start=earlier.start.isoformat(), end=earlier.end.isoformat())
        series.append(_series((name, "before"), trend.before, earlier, scene))
    return series


def _parts(trend: TrendAnswers, scene: Scene, *, stacked: bool) -> list[FigureSeries]:
    parts = [_series((name, "part"), answer, trend.span, scene, name) for name, answer in trend.parts]
    if not stacked:
        whole = scene.words("figure.whole")
        return [*parts, _series((whole, "chosen"), trend.now, trend.span, scene, whole)]
    rest = [_rest(place, row, trend) for place, row in enumerate(trend.rows)]
    if not any(rest):
        return parts
    name = scene.words("figure.rest")
    texts = ["" if n is None else f"{name}  {exact(n, trend.now.unit, scene.words)}" for n in rest]
    whose, settled = _rest_numbers(trend, scene), settled_part(trend.rows)
    return [
        *parts,
        {"name": name, "role": "part", "values": rest, "texts": texts, "numbers": whose, "settled": settled},
    ]


def _rest(place: int, row: AnswerRow, trend: TrendAnswers) -> float | None:
    """What the parts with a line of their own leave of the whole."""
    return None if row.value is None else row.value - sum(answer.rows[place].value or 0 for _, answer in trend.parts)


def _series(
    line: tuple[str, SeriesRole], answer: Answer, span: TrendSpan, scene: Scene, told: str = ""
) -> FigureSeries:
    """A line with its name. told: what its words begin with; empty: with the name of the step."""
    texts = [
        f"{told or _name(span, first, last, scene)}  {exact_cases(row, answer.unit, scene)}"
        for (first, last), row in zip(span.steps(), answer.rows, strict=True)
    ]
    return {
        "name": line[0],
        "role": line[1],
        "values": [row.value for row in answer.rows],
        "texts": texts,
        "numbers": numbers(answer, span, scene, _condition(answer, scene)),
        "settled": settled_part(answer.rows),
    }


def _condition(answer: Answer, scene: Scene) -> Conditions:
    """What makes an answer one of a part, where the trend is split by a dimension."""
    dimension = DIMENSION_OF.get(scene.view.split or "", "")
    return tuple((dimension, value) for value in answer.where.get(dimension, ()))


def _rest_numbers(trend: TrendAnswers, scene: Scene) -> list[str]:
    """Of what has no line of its own; of areas, which no address can leave out, those of the whole."""
    dimension = DIMENSION_OF.get(scene.view.split or "")
    if dimension is None:
        return numbers(trend.now, trend.span, scene)
    without = dimension + EXCLUDED
    left_out = [one for one in scene.where if one[0] == without]
    shown = [(without, value) for _, answer in trend.parts for _, value in _condition(answer, scene)]
    return numbers(trend.now, trend.span, scene, (*left_out, *shown))


def numbers(answer: Answer, span: TrendSpan, scene: Scene, where: Conditions = ()) -> list[str]:
    """The figure of each step as an address names it: its days, of a state the moment at which they end."""
    area = answer.area if answer.area != scene.area.code else None
    known = answer.as_of
    if bases()[scene.metric.basis].is_state:
        moments = [min(end_of_day(last, scene.zone), known) for _, last in span.steps()]
        return [number_of(scene, area=area, where=where, as_of=_unlike(at, scene)) for at in moments]
    steps = span.steps()
    return [number_of(scene, area=area, where=where, days=days, as_of=_unlike(known, scene)) for days in steps]


def _unlike(moment: datetime, scene: Scene) -> datetime | None:
    """A moment, None for that of the screen."""
    return None if moment == scene.now.as_of else moment


def _label(span: TrendSpan, first: date) -> str:
    return first.isoformat()[:7] if span.step == "month" else short_day(first)


def _name(span: TrendSpan, first: date, last: date, scene: Scene) -> str:
    """A step in words: 2026-11-20 周五, or its first and last day."""
    if span.step == "day":
        return f"{first.isoformat()} {scene.words(f'weekday.{first.isoweekday()}')}"
    return first.isoformat()[:7] if span.step == "month" else f"{first.isoformat()} – {short_day(last)}"


def note_spans(trend: TrendAnswers, scene: Scene) -> list[FigureNote]:
    """The notes at the steps that they touch."""
    steps, spans = list(trend.span.steps()), []
    for note in trend.notes[:MOST_NOTES]:
        begins, ends = (moment.astimezone(scene.zone).date() for moment in (note.begins, note.ends))
        touched = [place for place, (first, last) in enumerate(steps) if begins <= last and ends >= first]
        if touched:
            spans.append(FigureNote(first=touched[0], last=touched[-1], text=note.line(scene)))
    return spans


def break_marks(trend: TrendAnswers, scene: Scene) -> list[FigureBreak]:
    """The breaks at the steps that they lie in."""
    steps, marks = list(trend.span.steps()), []
    for one in trend.breaks:
        step = index_of(trend.span, one.day)
        if step is not None:
            at = step - 0.5 if one.day == steps[step][0] else float(step)
            text = scene.words.either(one.zh, one.en)
            marks.append(FigureBreak(step=step, at=at, label=short_day(one.day), text=text))
    return marks


def index_of(span: TrendSpan, day: date | None) -> int | None:
    """Index of the step that a day lies in; None when it lies outside."""
    for place, (first, last) in enumerate(span.steps()):
        if day and first <= day <= last:
            return place
    return None
