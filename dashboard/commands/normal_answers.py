"""What is normal for a number and, of a question by day, for each day, as JSON beside the answer."""

from __future__ import annotations

from typing import Any

from queries.city import City
from queries.values import Answer, AnswerRow, Normal, Question


def with_normal(city: City, question: Question, answer: Answer, told: dict[str, Any]) -> dict[str, Any]:
    """An answer as JSON with what is normal for it."""
    dated = question.at(answer.as_of)
    normal = city.kpis.normal(dated)
    whole = {**told, "normal": {**normal.as_json(), "place": normal.place_of(answer)}}
    if question.by != "day":
        return whole
    days = {day.isoformat(): one for day, one in city.kpis.normal_days(dated).items()}
    rows = [_of_day(days.get(row.code), row, answer) for row in answer.rows]
    return {**whole, "rows": [{**one, **band} for one, band in zip(told["rows"], rows, strict=True)]}


def _of_day(normal: Normal | None, row: AnswerRow, answer: Answer) -> dict[str, Any]:
    band = normal.band_of_row(row) if normal else None
    return {
        "normal_low": band.low if band else None,
        "normal_high": band.high if band else None,
        "normal_place": normal.place_of_row(row, answer) if normal else None,
    }
