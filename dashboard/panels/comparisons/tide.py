"""The hours of the week before and after a measure, in the dialog of measures: two tables of colours on one scale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.display.axis import axis
from dashboard.display.number_link import number_of
from dashboard.display.wording import exact_cases
from dashboard.findings.tide import is_of_cases, sentences
from dashboard.panels.figures.payloads import HeatFigure
from dashboard.panels.figures.place import figure_words, place
from dashboard.panels.figures.week_hours import HOURS, WEEKDAYS, marks_between
from dashboard.view.scene import Scene
from dashboard.words.moments import hour_code
from dashboard.words.numbers import brief, short_decimal
from queries.values import EVERY_DAY, AnswerRow, Tide, TideCell

ROWS = (*WEEKDAYS, EVERY_DAY)
SIDES: tuple[tuple[str, Callable[[TideCell], AnswerRow]], ...] = (
    ("before", lambda cell: cell.before),
    ("after", lambda cell: cell.after),
)


def tide_parts(tide: Tide, scene: Scene) -> list[Component]:
    """Sentences, and where there is something to compare the two tables; cells of few cases have words, no colour."""
    name = " · ".join([scene.area.name, *([scene.special[1]] if scene.special else [])])
    parts: list[Component] = [html.H3(scene.words("tide.title"), className="tide-title")]
    parts += [html.P(one, className="finding-of-hours") for one in sentences(tide, name, scene.words)]
    if tide.status != "ok":
        return parts
    return [*parts, *(_table(tide, side, scene) for side in range(len(SIDES)))]


def _table(tide: Tide, side: int, scene: Scene) -> Component:
    first, last = tide.days[side]
    title = scene.words(f"tide.{SIDES[side][0]}", first=first.isoformat(), last=last.isoformat())
    drawn = place(_figure(tide, side, title, scene), title)
    return html.Div([html.H4(title, className="quiet"), drawn], className="tide")


def _figure(tide: Tide, side: int, title: str, scene: Scene) -> HeatFigure:
    words, by_place = scene.words, {(cell.weekday, cell.hour): cell for cell in tide.cells}
    lines = [[by_place[row, hour] for hour in HOURS] for row in ROWS]
    shades = [shade for cell in tide.cells for at in range(len(SIDES)) if (shade := _shade(cell, at, tide)) is not None]
    low, high = min(shades, default=0), max(shades, default=1)
    marks = axis(shades, tide.unit).marks if is_of_cases(tide) else marks_between(low, high, tide.unit)
    names = [words(f"weekday.{day}") if day else words("tide.every_day") for day in ROWS]
    return {
        "kind": "heat",
        "revision": f"{tide.key} {tide.area} {SIDES[side][0]}",
        "title": f"{scene.place} · {title}",
        "labels": [str(hour) for hour in HOURS],
        "names": names,
        "values": [[_shade(cell, side, tide) for cell in line] for line in lines],
        "texts": [
            [_text(cell, name, side, tide, scene) for cell in line] for name, line in zip(names, lines, strict=True)
        ],
        "conditions": ([], []),
        "chosen": ([], []),
        "numbers": [[_number(cell, tide.days[side], scene) for cell in line] for line in lines],
        "ticks": [(mark, brief(mark, tide.unit, words, like=high)) for mark in marks],
        "faint": False,
        "words": figure_words(scene, words("week_hours.weekday")),
    }


def _shade(cell: TideCell, side: int, tide: Tide) -> float | None:
    """What a cell is coloured by: of cases their mean a day, else the value; None for few."""
    if not cell.is_enough:
        return None
    return cell.per_day()[side] if is_of_cases(tide) else SIDES[side][1](cell).value


def _text(cell: TideCell, name: str, side: int, tide: Tide, scene: Scene) -> str:
    words, row = scene.words, SIDES[side][1](cell)
    parts = [f"{name} {hour_code(cell.hour)}:00", exact_cases(row, tide.unit, scene)]
    if is_of_cases(tide):
        parts.append(words("week_hours.mean", mean=short_decimal(cell.per_day()[side], 2), days=cell.days))
    return "  ".join([*parts, *([] if cell.is_enough else [words("figure.few")])])


def _number(cell: TideCell, days: tuple[date, date], scene: Scene) -> str:
    where = (("hour", hour_code(cell.hour)), *([("weekday", str(cell.weekday))] if cell.weekday else []))
    return number_of(scene, where=where, days=days)
