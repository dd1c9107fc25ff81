"""The hours of the week before and after a measure: asked by named texts, and said in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.errors import wrong_parameter
from dashboard.findings.measure import DAYS, FEWEST_DAYS, MOST_DAYS, ON, USUAL_DAYS
from dashboard.view import parsers
from dashboard.view.question_parameters import question
from dashboard.words.catalogue import Catalogue
from dashboard.words.numbers import figure, short_decimal, whole
from queries.city import City
from queries.values import EVERY_DAY, SPECIAL_GRID, Answer, Question, Tide, TideCell

HOURS_NAMED = 3


def tide_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """What named texts ask: those of a question without period and parts, `on`, `days`. Raises BadParameter and as
    `ask`."""
    texts = {name: text for name, text in given.items() if name not in (ON, DAYS)}
    for name in ("from", "to", "by"):
        if texts.get(name, "").strip():
            raise wrong_parameter(name, "days_follow")
    if not given.get(ON, "").strip():
        raise wrong_parameter(ON, "measure_day")
    asked, days = question(texts, city), given.get(DAYS, "").strip()
    most = parsers.whole_number(DAYS, days, FEWEST_DAYS, MOST_DAYS) if days else USUAL_DAYS
    found = city.kpis.tide(asked, parsers.day(ON, given[ON].strip()), most)
    return found.as_json() | {"said": sentences(found, _place(city, asked), words)}


def _place(city: City, asked: Question) -> str:
    """The area, and the special grids inside it whose cases alone count."""
    grids = city.ground.special_grids
    chosen = [value for dimension, value in asked.where if dimension == SPECIAL_GRID]
    names = [str(name) for code, name in zip(grids.code, grids.name, strict=True) if code in chosen]
    return " · ".join([city.tree.area(asked.area).name, *names])


def sentences(tide: Tide, place: str, words: Catalogue) -> list[str]:
    """What was compared, how the whole changed, which hours changed most, and what that does not show."""
    notes = [words.either(one.zh, str(one)) for one in tide.notes]
    if tide.before is None or tide.after is None:
        return [words(f"measure.{tide.status}"), *notes]
    before, after = (f"{first.isoformat()} – {last.isoformat()}" for first, last in tide.days)
    values = {"before": _whole(tide.before, words), "after": _whole(tide.after, words)}
    said = [
        words("tide.days", before=before, after=after, weeks=whole(tide.weeks)),
        words("tide.whole", name=place, **values),
    ]
    if is_of_cases(tide) and (hours := _most_changed(tide)):
        said.append(words("tide.hours", hours=words("tide.and").join(_hour(cell, words) for cell in hours)))
    if few := sum(not cell.is_enough for cell in tide.cells if cell.weekday != EVERY_DAY):
        said.append(words("tide.few" if is_of_cases(tide) else "tide.few_of_rate", few=few, least=whole(tide.least)))
    return [*said, *notes, words("tide.no_cause")]


def is_of_cases(tide: Tide) -> bool:
    """Whether its cells are amounts of cases, which are compared by the day, and not rates or means."""
    return tide.unit in ("case", "case/day")


def _most_changed(tide: Tide) -> list[TideCell]:
    hours = [cell for cell in tide.cells if cell.weekday == EVERY_DAY and cell.is_enough]
    changed = [cell for cell in hours if cell.before.n != cell.after.n]
    largest = sorted(changed, key=lambda cell: (-abs(cell.after.n - cell.before.n), cell.hour))[:HOURS_NAMED]
    return sorted(largest, key=lambda cell: cell.hour)


def _hour(cell: TideCell, words: Catalogue) -> str:
    before, after = (short_decimal(mean, 2) for mean in cell.per_day())
    n = f"{whole(cell.before.n)} → {whole(cell.after.n)}"
    return words("tide.hour", hour=cell.hour, until=cell.hour + 1, before=before, after=after, n=n)


def _whole(answer: Answer, words: Catalogue) -> str:
    if answer.unit == "case":
        return words("tide.cases", n=whole(answer.n))
    value = "—" if answer.value is None else str(figure(answer.value, answer.unit, words))
    return f"{value} ({words('n', n=whole(answer.n))})"
