"""The days of a KPI with what is normal for each of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dashboard.briefings.composing.asked_numbers import asked_texts, question_of_kpi
from dashboard.briefings.composing.briefing_scene import BriefingScene
from dashboard.briefings.declaration import Counted
from dashboard.briefings.document import TrendShown
from dashboard.briefings.drawing.trend_drawing import trend_drawing
from dashboard.display.axis import axis
from dashboard.display.ripeness import settled_part, unripe_text
from dashboard.display.wording import metric_name, reason
from dashboard.view.periods import trend_days
from dashboard.view.scene import Scene
from dashboard.words.moments import short_day
from dashboard.words.numbers import brief
from queries.city import City
from queries.values import Answer, NormalOfDays


def trend_shown(city: City, scene: BriefingScene, counted: Counted) -> TrendShown:
    """The days that end with the period, thirty at least."""
    start, end = trend_days(scene.period, scene.now.as_of, scene.zone, scene.reported)
    question = replace(question_of_kpi(counted, scene, by="day"), start=start, end=end)
    answer = city.kpis.ask(question)
    metric = city.kpis.dictionary[question.metric].with_denominator(question.denominator)
    normal = city.kpis.normal_days(question) if answer.status == "ok" else {}
    hidden = scene.small.hidden_parts(answer, metric)
    bands = [_band(normal, row.code) for row in answer.rows]
    days = tuple(row.code for row in answer.rows)
    told = unripe_text(answer, scene) if answer.status == "ok" else reason(answer, scene)
    title = scene.words("briefing.trend", kpi=metric_name(metric, scene), first=start, last=end)
    made = TrendShown(
        kpi=metric.key,
        title=title,
        days=days,
        values=tuple(None if row.code in hidden else row.value for row in answer.rows),
        low=tuple(low for low, _ in bands),
        high=tuple(high for _, high in bands),
        settled=settled_part(answer.rows),
        note=" ".join(filter(None, (told, scene.small.note(scene) if hidden else ""))),
        drawing="",
        of=asked_texts(question, scene),
    )
    return replace(made, drawing=_drawn(made, answer, scene))


def _drawn(made: TrendShown, answer: Answer, scene: Scene) -> str:
    """Empty where no day has a value."""
    known = [value for value in made.values if value is not None]
    if not known:
        return ""
    scale = axis([*known, *(value for value in (*made.low, *made.high) if value is not None)], answer.unit)
    marks = [(mark, brief(mark, answer.unit, scene.words, like=max(known))) for mark in scale.marks]
    labels = [short_day(date.fromisoformat(day)) for day in made.days]
    return trend_drawing(made, (scale.low, scale.high), marks, labels)


def _band(normal: NormalOfDays, day: str) -> tuple[float | None, float | None]:
    found = normal.get(date.fromisoformat(day))
    band = found.band if found else None
    return (band.low, band.high) if band else (None, None)
