"""Before and after a measure: asked by named texts, and said in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.errors import wrong_parameter
from dashboard.findings.comparison import areas_of
from dashboard.view import parsers
from dashboard.view.question_parameters import question
from dashboard.words.catalogue import Catalogue
from dashboard.words.numbers import MINUS, decimal, figure, whole
from queries.city import City
from queries.values import Difference, MeasureAnswer

ON, CONTROLS, DAYS = "on", "controls", "days"
FEWEST_DAYS, MOST_DAYS, USUAL_DAYS = 7, 366, 84


def measure_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """What named texts ask: those of a question without period and parts, `on`, `controls`, `days`. Raises BadParameter
    and as `ask`."""
    texts = {name: text for name, text in given.items() if name not in (ON, CONTROLS, DAYS)}
    for name in ("from", "to", "by"):
        if texts.get(name, "").strip():
            raise wrong_parameter(name, "days_follow")
    if not given.get(ON, "").strip():
        raise wrong_parameter(ON, "measure_day")
    asked = question(texts, city)
    controls = areas_of(city, given.get(CONTROLS, ""), city.tree.root)
    days = given.get(DAYS, "").strip()
    most = parsers.whole_number(DAYS, days, FEWEST_DAYS, MOST_DAYS) if days else USUAL_DAYS
    found = city.kpis.measured(asked, parsers.day(ON, given[ON].strip()), controls, most)
    return found.as_json() | {"said": sentences(found, city.tree.area(asked.area).name, words)}


def sentences(answer: MeasureAnswer, area: str, words: Catalogue) -> list[str]:
    """What changed, whether it may be chance, and what that does not show."""
    found = answer.found
    if found is None or answer.before is None or answer.after is None:
        return [words(f"measure.{answer.status}"), *_notes(answer, words)]
    days = (answer.after[1] - answer.after[0]).days + 1
    said = [
        words("measure.days", days=days, before=_span(answer.before), after=_span(answer.after)),
        _moved("measure.area", area, answer, words),
        _moved("measure.controls", str(len(answer.controls)), answer, words),
        _effect(found, answer, words),
        words("measure.may_be_chance" if found.may_be_chance else "measure.no_chance"),
    ]
    if found.placebos:
        said.append(words("measure.placebos", of=found.placebos[0], count=found.placebos[1]))
    return [*said, *_notes(answer, words), words("measure.no_cause")]


def _notes(answer: MeasureAnswer, words: Catalogue) -> list[str]:
    return [words.either(one.zh, str(one)) for one in answer.notes]


def _span(span: tuple[Any, Any]) -> str:
    return f"{span[0].isoformat()} – {span[1].isoformat()}"


def value(number: float, answer: MeasureAnswer, words: Catalogue) -> str:
    """A value before or after: of numbers the cases a day."""
    unit = "case/day" if answer.kind == "number" else answer.unit
    return str(figure(number, unit, words))


def _moved(key: str, name: str, answer: MeasureAnswer, words: Catalogue) -> str:
    assert answer.found is not None  # noqa: S101  # asked where it is known
    side = answer.found.area if key == "measure.area" else answer.found.controls
    before, after = value(side.before, answer, words), value(side.after, answer, words)
    n = words("n", n=f"{whole(side.n_before)} / {whole(side.n_after)}")
    return words(key, name=name, before=before, after=after, n=n)


def _effect(found: Difference, answer: MeasureAnswer, words: Catalogue) -> str:
    effect, low, high = (change_text(one, answer, words) for one in (found.effect, found.low, found.high))
    expected, after = value(found.expected, answer, words), value(found.area.after, answer, words)
    return words("measure.effect", expected=expected, after=after, effect=effect, low=low, high=high)


def change_text(amount: float, answer: MeasureAnswer, words: Catalogue) -> str:
    """A difference with its sign: per cent of a number, percentage points of a rate, else in the unit."""
    sign, size = "+" if amount >= 0 else MINUS, abs(amount)
    if answer.kind == "number":
        return f"{sign}{decimal(100 * size, 1)}%"
    if answer.unit == "ratio":
        return f"{sign}{decimal(100 * size, 2)}{words('change.points')}"
    return f"{sign}{figure(size, answer.unit, words)}"
