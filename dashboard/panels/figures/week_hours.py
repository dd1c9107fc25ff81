"""The chosen KPI by hour of the day and day of the week, as a table of colours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dash.development.base_component import Component

from dashboard.display.axis import axis
from dashboard.display.classes import ticks
from dashboard.display.filter_links import FilterLink, filter_link
from dashboard.display.number_link import number_of
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.ripeness import unsettled_note
from dashboard.display.sample_size import least_sample, why_apart
from dashboard.display.series_breaks import break_notes
from dashboard.display.wording import exact_cases, feeds, metric_name, reason
from dashboard.panels.figures.payloads import HeatFigure
from dashboard.panels.figures.place import figure_words, place
from dashboard.view.periods import is_over, trend_days
from dashboard.view.scene import Scene
from dashboard.words.numbers import brief, short_decimal, unit_name
from queries.city import City
from queries.values import Answer, AnswerRow, Question, bases, fixed_values

WEEKDAYS, HOURS = range(1, 8), range(24)
LEAST_DAYS = 14  # of fewer, a table of weekdays says nothing


@dataclass(frozen=True)
class WeekHours:
    """The answer by hour and weekday; least: cases that a rate or duration needs to be coloured."""

    answer: Answer
    start: date
    end: date
    least: int


def questions(_city: City, scene: Scene) -> list[Question]:
    """The chosen KPI over the days of the period where these are two weeks or more, else those of the trend; whole days
    only. A state has no days."""
    question = scene.question_of_panel(scene.metric.key, "hour_weekday", "hour", "weekday")
    start, end = days_of(scene)
    return [replace(question, start=start, end=end)]


def days_of(scene: Scene) -> tuple[date, date]:
    """First and last day of the table."""
    period, as_of, zone = scene.period, scene.now.as_of, scene.zone
    start, end = trend_days(period, as_of, zone, scene.reported)
    if period.start and period.end and (period.end - period.start).days + 1 >= LEAST_DAYS:
        start, end = period.start, min(period.end, end)
    return start, end if is_over(end, as_of, zone) or end == start else end - timedelta(days=1)


def ask(city: City, scene: Scene) -> WeekHours:
    """The answer to `questions`."""
    [question] = questions(city, scene)
    return WeekHours(city.kpis.ask(question), *days_of(scene), city.profile.minimum_cases)


def render(found: WeekHours, scene: Scene) -> Component:
    """The table; a rate or duration of few cases has words but no colour, one that is not settled pale ones."""
    answer, name = found.answer, metric_name(scene.metric, scene)
    is_state = bases()[scene.metric.basis].is_state
    days = (found.start.isoformat(), found.end.isoformat())
    title = (
        scene.words("week_hours.of_state", kpi=name)
        if is_state
        else scene.words("week_hours.title", kpi=name, start=days[0], end=days[1])
    )
    if answer.status == "no_data" or not any(row.n for row in answer.rows):
        return frame("week_hours", title, scene, [empty(reason(answer, scene))])
    figure = _figure(found, title, scene)
    parts = [*unsettled_note(answer, scene, "pale"), place(figure, title), *break_notes(answer, scene)]
    return frame("week_hours", title, scene, parts, data={"feeds": feeds(scene.metric)}, asks=True)


def _figure(found: WeekHours, title: str, scene: Scene) -> HeatFigure:
    answer = found.answer
    rows = {tuple(int(part) for part in row.code.split("-")): row for row in answer.rows}
    often = {} if bases()[scene.metric.basis].is_state else _days_of_weekdays(found.start, found.end)
    cells = [[rows[day, hour] for hour in HOURS] for day in WEEKDAYS]
    values = [[_shade(row, day, found, often) for row in line] for day, line in zip(WEEKDAYS, cells, strict=True)]
    texts = [[_text(row, day, found, often, scene) for row in line] for day, line in zip(WEEKDAYS, cells, strict=True)]
    weekdays = [filter_link(scene, "weekday", code) for code in fixed_values("weekday")]
    hours = [filter_link(scene, "hour", code) for code in fixed_values("hour")]
    present = [value for line in values for value in line if value is not None]
    low, largest = min(present, default=0), max(present, default=1)
    marks = axis(present, answer.unit).marks if answer.kind == "count" else marks_between(low, largest, answer.unit)
    return {
        "kind": "heat",
        "revision": f"{answer.key} {answer.area}",
        "title": f"{scene.place} · {title}",
        "labels": [str(hour) for hour in HOURS],
        "names": [scene.words(f"weekday.{day}") for day in WEEKDAYS],
        "values": values,
        "texts": texts,
        "conditions": (_conditions(weekdays), _conditions(hours)),
        "chosen": (_chosen(weekdays), _chosen(hours)),
        "numbers": [[_number(found, row, scene) for row in line] for line in cells],
        "ticks": [(mark, brief(mark, answer.unit, scene.words, like=largest)) for mark in marks],
        "faint": answer.is_unripe,
        "words": figure_words(scene, scene.words("week_hours.weekday")),
    }


def _number(found: WeekHours, row: AnswerRow, scene: Scene) -> str:
    weekday, hour = row.code.split("-")
    days = None if bases()[scene.metric.basis].is_state else (found.start, found.end)
    return number_of(scene, where=(("hour", hour), ("weekday", weekday)), days=days)


def _conditions(links: Sequence[FilterLink | None]) -> list[str]:
    return [link.condition for link in links if link]


def _chosen(links: Sequence[FilterLink | None]) -> list[int]:
    return [place for place, link in enumerate(links) if link and link.is_chosen]


def marks_between(low: float, high: float, unit: str) -> tuple[float, ...]:
    """Round numbers around the values of a rate or duration, which would all look alike on a scale from 0."""
    _, times = unit_name(high, unit)
    return tuple(mark / times for mark in ticks(low * times, high * times))


def _days_of_weekdays(start: date, end: date) -> Mapping[int, int]:
    days = ((start + timedelta(days=day)).isoweekday() for day in range((end - start).days + 1))
    return Counter(days)


def _shade(row: AnswerRow, day: int, found: WeekHours, often: Mapping[int, int]) -> float | None:
    """What a cell is coloured by: of a count its mean a day, for the weekdays of a period are not equally many."""
    if found.answer.kind == "count":
        return row.n / often[day] if often.get(day) else float(row.n) if not often else None
    return row.value if row.n >= least_sample(found.answer, found.least) else None


def _text(row: AnswerRow, day: int, found: WeekHours, often: Mapping[int, int], scene: Scene) -> str:
    answer, (weekday, hour) = found.answer, row.code.split("-")
    text = f"{scene.words(f'weekday.{weekday}')} {hour}:00  {exact_cases(row, answer.unit, scene)}"
    if answer.kind != "count" or not often.get(day):
        return "  ".join(filter(None, (text, why_apart(row, answer, found.least, scene))))
    mean = short_decimal(row.n / often[day], 1)
    return f"{text}  {scene.words('week_hours.mean', mean=mean, days=often[day])}"


PANEL = Panel("week_hours", ask, render, questions)
