"""The figure of a line of days beside that of the days compared with."""

from __future__ import annotations

from datetime import date

from dashboard.display.axis import axis
from dashboard.display.wording import exact_cases
from dashboard.panels.figures.payloads import FigureSeries, LinesFigure
from dashboard.panels.figures.place import figure_words
from dashboard.panels.figures.trend_days import TrendAnswers
from dashboard.view.scene import Scene
from dashboard.words.moments import short_day
from dashboard.words.numbers import brief
from queries.values import Answer

DAYS_OF_ADDRESS = "__DAYS__"


def lines(trend: TrendAnswers, title: str, scene: Scene) -> LinesFigure:
    """Days of the chosen KPI, solid; the days before, each above the day it is compared with."""
    answer = trend.days
    codes = [row.code for row in answer.rows]
    series = [_series(answer, "chosen", scene)]
    if trend.before and any(row.value is not None for row in trend.before.rows):
        series.append(_series(trend.before, "before", scene))
    values = [value for one in series for value in one["values"]]
    scale = axis(values, answer.unit)
    largest = max((value for value in values if value is not None), default=None)
    return {
        "kind": "lines",
        "revision": f"{answer.key} {answer.area} {codes[0]}",
        "title": f"{scene.place} · {title}",
        "labels": [short_day(date.fromisoformat(code)) for code in codes],
        "names": [day_name(code, scene) for code in codes],
        "spans": [(code, code) for code in codes],
        "series": series,
        "low": scale.low,
        "high": scale.high,
        "ticks": [(mark, brief(mark, answer.unit, scene.words, like=largest)) for mark in scale.marks],
        "partial": trend.partial,
        "period": (index_of(answer, scene.period.start), index_of(answer, scene.period.end)),
        "stacked": False,
        "brush": scene.link(period=DAYS_OF_ADDRESS),
        "words": figure_words(scene, scene.words("figure.day")),
    }


def _series(answer: Answer, role: str, scene: Scene) -> FigureSeries:
    texts = [f"{day_name(row.code, scene)}  {exact_cases(row, answer.unit, scene)}" for row in answer.rows]
    values = [row.value for row in answer.rows]
    if role == "chosen":
        return {"name": scene.words("figure.chosen"), "role": "chosen", "values": values, "texts": texts}
    days = (answer.rows[0].code, answer.rows[-1].code)
    name = scene.words("figure.before", start=days[0], end=days[1])
    return {"name": name, "role": "before", "values": values, "texts": texts}


def day_name(code: str, scene: Scene) -> str:
    """A day with its weekday: 2026-11-20 周五."""
    return f"{code} {scene.words(f'weekday.{date.fromisoformat(code).isoweekday()}')}"


def index_of(answer: Answer, day: date | None) -> int | None:
    """Index of a day among the days drawn; None when it lies outside."""
    codes = [row.code for row in answer.rows]
    return codes.index(day.isoformat()) if day and day.isoformat() in codes else None
