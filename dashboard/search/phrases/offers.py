"""What the search box offers of a phrase: lines that say what was understood, and the addresses that go there."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.display.wording import chosen_period, days_text, metric_name
from dashboard.search.payloads import SearchResult
from dashboard.search.phrases.composition import Asked, Moment, asked
from dashboard.search.phrases.lexicon import Lexicon
from dashboard.search.phrases.readings import KpiAsked
from dashboard.search.phrases.segmentation import pieces
from dashboard.search.phrases.spoken import spoken
from dashboard.view.periods import PeriodAt, resolve
from dashboard.view.scene import Scene
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import EXCLUDED, Conditions, fixed_values, inclusion

BETWEEN = " · "


@dataclass(frozen=True)
class Understood:
    """offers: the likeliest first, none for a phrase that only names a place; not_understood, left_out: the words that
    the first says nothing of."""

    offers: tuple[SearchResult, ...] = ()
    not_understood: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def understood(city: City, scene: Scene, lexicon: Lexicon, query: str) -> Understood:
    """What a phrase asks of the city, at the moment of the scene."""
    moment = Moment(scene.now.as_of, scene.zone)
    found = pieces(spoken(query), lexicon, scene.area, moment.today)
    choices = [one for one in asked(found, city.tree, moment) if not one.is_a_place]
    if not choices:
        return Understood()
    unknown = tuple(piece.text for piece in found if not piece.readings)
    return Understood(tuple(_offer(city, scene, one) for one in choices), unknown, choices[0].left_out)


def _offer(city: City, scene: Scene, one: Asked) -> SearchResult:
    words = scene.words
    place = [*_place(city, scene, one), *_conditions(scene, one.where or scene.view.where)]
    what = BETWEEN.join([*place, _period_text(scene, one.period)])
    return {
        "code": "",
        "name": _line(city, scene, one, what),
        "path": "",
        "kind": BETWEEN.join(words(f"condition.{dimension}") for dimension in _dimensions(one)),
        "href": _address(city, scene, one),
    }


def _line(city: City, scene: Scene, one: Asked, what: str) -> str:
    kpi = _kpi_text(city, scene, one.kpi)
    if one.compare is None:
        return scene.words("search.asked_line", what=what, kpi=kpi)
    level = next((level for level in city.profile.levels if level.key == one.compare), None)
    by = scene.words.either(level.zh, level.en) if level else scene.words(f"comparison.by.{one.compare}")
    return scene.words("search.most_line", what=what, kpi=kpi, by=by)


def _dimensions(one: Asked) -> tuple[str, ...]:
    """Those of its conditions whose values do not say which it is: a category and a department may be called alike."""
    named = (inclusion(dimension) for dimension, _ in one.where if not fixed_values(inclusion(dimension)))
    return tuple(dict.fromkeys(named))


def _address(city: City, scene: Scene, one: Asked) -> str:
    """Of this screen; what the phrase says nothing of stays as it is."""
    changes: dict[str, object] = {"case": None}
    if one.area is not None or one.grid is not None:
        area = city.tree.by_id(one.area) if one.area is not None else city.tree.root
        changes |= {"area": area.code if area.parent_id else None, "special": ()}
    if one.where:
        changes["where"] = one.where
    if one.period:
        changes["period"] = one.period
    if one.kpi:
        changes |= {"kpi": one.kpi.key, "denominator": one.kpi.denominator}
    if one.compare:
        changes["compare"] = one.compare
    if one.grid is None:
        return scene.link(**changes)
    changes.pop("special")
    return scene.special_link(str(city.ground.special_grids.code[one.grid]), **changes)


def _place(city: City, scene: Scene, one: Asked) -> list[str]:
    if one.area is None and one.grid is None:
        special = [scene.special[1]] if scene.special else []
        return [scene.area.name, *special]
    area = [city.tree.by_id(one.area).name] if one.area is not None else []
    return [*area, *([str(city.ground.special_grids.name[one.grid])] if one.grid is not None else [])]


def _conditions(scene: Scene, where: Conditions) -> list[str]:
    """The conditions of each dimension in words, without the name of the dimension."""
    by_dimension: dict[str, list[str]] = {}
    for dimension, value in where:
        by_dimension.setdefault(dimension, []).append(value)
    return [_condition(scene, dimension, values) for dimension, values in by_dimension.items()]


def _condition(scene: Scene, given: str, values: list[str]) -> str:
    words, dimension = scene.words, inclusion(given)
    text = _hours_text(scene, values) if dimension == "hour" else ""
    if not text:
        named = ((value, scene.value_names.get((dimension, value), value)) for value in values)
        text = words("search.or").join(part_name(dimension, value, name, words) for value, name in named)
    return words("search.without", what=text) if given.endswith(EXCLUDED) else text


def _hours_text(scene: Scene, values: list[str]) -> str:
    """Hours that follow each other, also over midnight, as from when to when; empty of others and of few."""
    all_ = fixed_values("hour")
    numbers = {all_.index(value) for value in values}
    begins = [number for number in numbers if (number - 1) % len(all_) not in numbers]
    if len(begins) != 1:
        return ""
    end = (begins[0] + len(numbers)) % len(all_)
    return scene.words("search.hours", first=all_[begins[0]], end=all_[end])


def _period_text(scene: Scene, period: str | None) -> str:
    if period is None:
        return chosen_period(scene)
    found = resolve(period, scene.now.as_of, scene.zone)
    if found.kind == "days" or scene.view.as_of:
        return days_text(PeriodAt(found, scene.now.as_of), scene)
    return scene.words(f"period.{found.kind}")


def _kpi_text(city: City, scene: Scene, kpi: KpiAsked | None) -> str:
    metric = city.kpis.dictionary[kpi.key if kpi else scene.metric.key]
    name, denominator = metric_name(metric, scene), kpi.denominator if kpi else scene.view.denominator
    if denominator is None:
        return name
    other = metric.denominators[denominator]
    return f"{name} {scene.words.either(other.zh, other.en)}"
