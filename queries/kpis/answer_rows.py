"""From the rows of a statement to the parts of an answer: which parts there are, in which order, under which names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from geodata.areas.area_tree import Area
from geodata.areas.special_grids import SpecialGrids
from queries.calendar.steps import grouped
from queries.kpis.answer import NOT_PLACED, AnswerRow
from queries.kpis.dictionary import Metric
from queries.kpis.measures import NOTHING, Row, figures
from queries.privacy.masking import masked_value
from queries.scope import Scope

UNKNOWN = "_unknown"
SCORES = range(1, 6)
AGES = ("0-1", "1-3", "3-7", "7-30", "30+")


def answer_row(metric: Metric, code: str, name: str, row: Row | None, days: int) -> AnswerRow:
    """One part; row None: no case fell into it."""
    value, numerator, denominator, n = figures(metric, row or NOTHING, days)
    return AnswerRow(code, name, value, n, numerator, denominator)


def area_rows(
    metric: Metric, rows: Sequence[Row], children: Sequence[Area], days: int, scope: Scope
) -> tuple[AnswerRow, ...]:
    """Every child of which anything may be seen, in the order of the tree, then the cases known only above them."""
    by_number = {row["part"]: row for row in rows}
    parts = [
        answer_row(metric, area.code, area.name, by_number.get(number), days)
        for number, area in enumerate(children, start=1)
        if scope.meets(area.area_id, area.last_id)
    ]
    return (*parts, answer_row(metric, NOT_PLACED, NOT_PLACED, by_number.get(0), days))


def unknown_row(code: str) -> AnswerRow:
    """A part of which nothing is known, which is not zero."""
    return AnswerRow(code, code, None, 0, None, None)


def step_rows(
    metric: Metric, step: str, rows: Sequence[Row], days: Sequence[date], is_known: Callable[[date], bool]
) -> tuple[AnswerRow, ...]:
    """Every day, week or month of the period that has begun, by its first day; only days of the period count. Without
    figures those of which nothing is known."""
    by_step = {row["part"]: row for row in rows}
    return tuple(
        answer_row(metric, first.isoformat(), first.isoformat(), by_step.get(first), len(members))
        if any(is_known(day) for day in members)
        else unknown_row(first.isoformat())
        for first, members in grouped(step, days).items()
    )


def special_grid_rows(metric: Metric, rows: Sequence[Row], grids: SpecialGrids, days: int) -> tuple[AnswerRow, ...]:
    """Every special grid in the order of the codes; a case may be in several, or in none."""
    by_code = {row["part"]: row for row in rows}
    named = zip(grids.code.tolist(), grids.name.tolist(), strict=True)
    return tuple(answer_row(metric, code, name, by_code.get(code), days) for code, name in named)


def hour_rows(metric: Metric, rows: Sequence[Row], days: int, last: int) -> tuple[AnswerRow, ...]:
    """The 24 hours of the day, codes 00 to 23; without figures those after the last that has begun."""
    by_hour = {row["part"]: row for row in rows}
    return tuple(
        answer_row(metric, f"{hour:02}", f"{hour:02}", by_hour.get(hour), days)
        if hour <= last or hour in by_hour
        else unknown_row(f"{hour:02}")
        for hour in range(24)
    )


def hour_weekday_rows(metric: Metric, rows: Sequence[Row], days: int) -> tuple[AnswerRow, ...]:
    """The 168 hours of the week, codes 1-00 (Monday, midnight) to 7-23."""
    by_part = {row["part"]: row for row in rows}
    return tuple(
        answer_row(metric, code, code, by_part.get(weekday * 100 + hour), days)
        for weekday in range(1, 8)
        for hour in range(24)
        for code in (f"{weekday}-{hour:02}",)
    )


def weekday_rows(metric: Metric, rows: Sequence[Row], days: int) -> tuple[AnswerRow, ...]:
    """The seven days of the week, codes 1 (Monday) to 7."""
    by_weekday = {row["part"]: row for row in rows}
    return tuple(answer_row(metric, code, code, by_weekday.get(int(code)), days) for code in "1234567")


def age_rows(metric: Metric, rows: Sequence[Row], days: int) -> tuple[AnswerRow, ...]:
    """Bands of days since filing."""
    by_age = {row["part"]: row for row in rows}
    return tuple(answer_row(metric, age, age, by_age.get(age), days) for age in AGES)


def score_rows(metric: Metric, rows: Sequence[Row], days: int) -> tuple[AnswerRow, ...]:
    """Answers of citizens from 1 to 5, and the cases without one where there are such."""
    by_score = {row["part"]: row for row in rows}
    parts = tuple(answer_row(metric, str(score), str(score), by_score.get(score), days) for score in SCORES)
    return (*parts, answer_row(metric, UNKNOWN, UNKNOWN, by_score[0], days)) if 0 in by_score else parts


def dimension_rows(metric: Metric, rows: Sequence[Row], days: int) -> tuple[AnswerRow, ...]:
    """The values that occur, most cases first, the unknown last."""
    ordered = sorted(rows, key=lambda row: (row["part"] == UNKNOWN, -row["n"], row["part"]))
    data = masked_names(tuple(row["part"] for row in ordered))
    return tuple(answer_row(metric, name, name, row, days) for name, row in zip(data, ordered, strict=True))


@lru_cache(maxsize=64)
def masked_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """The values of a dimension, masked; values that become equal are numbered, so that each stays a part."""
    data = [masked_value(name) or name for name in names]
    seen: Counter[str] = Counter()
    for place, (name, shown) in enumerate(zip(names, data, strict=True)):
        if shown != name:
            seen[shown] += 1
            data[place] = shown if seen[shown] == 1 else f"{shown} {seen[shown]}"
    return tuple(data)


BY_VALUE: Mapping[str, Callable[[Metric, Sequence[Row], int], tuple[AnswerRow, ...]]] = {
    "weekday": weekday_rows,
    "hour_weekday": hour_weekday_rows,
    "age": age_rows,
    "score": score_rows,
    "channel": dimension_rows,
    "category": dimension_rows,
    "category2": dimension_rows,
    "category3": dimension_rows,
    "status": dimension_rows,
    "closing_level": dimension_rows,
    "department": dimension_rows,
}
