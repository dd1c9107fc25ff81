"""What is normal for each day of a trend, as an area behind its line."""

from __future__ import annotations

import math

from dashboard.panels.figures.payloads import FigureBand
from dashboard.panels.figures.trend_answers import TrendAnswers
from dashboard.view.scene import Scene
from dashboard.words.numbers import between
from queries.values import Answer, AnswerRow, Normal


def normal_band(trend: TrendAnswers, scene: Scene) -> FigureBand | None:
    """The band of each day that has one; None where no day has."""
    of_days = [trend.normal.get(first) for first, _ in trend.span.steps()]
    rows = list(zip(of_days, trend.rows, strict=True))
    bands = [normal.band_of_row(row) if normal else None for normal, row in rows]
    if not any(bands):
        return None
    places = [normal.place_of_row(row, trend.now) if normal else None for normal, row in rows]
    return {
        "name": scene.words("normal.range"),
        "low": [band.low if band else None for band in bands],
        "high": [band.high if band else None for band in bands],
        "texts": [_text(normal, row, trend.now, scene) for normal, row in rows],
        "outside": [index for index, place in enumerate(places) if place in ("below", "above")],
    }


def _text(normal: Normal | None, row: AnswerRow, answer: Answer, scene: Scene) -> str:
    """Normal for a Thursday: 480–610 cases (whole numbers of what is counted), and that the number is outside."""
    band = normal.band_of_row(row) if normal else None
    if normal is None or band is None:
        return ""
    is_counted = answer.kind == "count"
    low, high = (math.ceil(band.low), math.floor(band.high)) if is_counted else (band.low, band.high)
    weekday = scene.words(f"weekday.{normal.earlier[0].period.start.isoweekday()}")
    said = scene.words("normal.of_day", weekday=weekday, values=between(low, high, answer.unit, scene.words))
    place = normal.place_of_row(row, answer)
    return said if place in (None, "inside") else f"{said} · {scene.words(f'normal.{place}')}"
