"""The map of a page: the areas below, coloured by a KPI."""

from __future__ import annotations

from dashboard.briefings.composing.asked_numbers import asked_texts, question_of_kpi, written
from dashboard.briefings.composing.briefing_scene import BriefingScene
from dashboard.briefings.composing.small_counts import WITHHELD
from dashboard.briefings.declaration import Counted
from dashboard.briefings.document import AreaColoured, MapShown
from dashboard.briefings.drawing.map_drawing import map_drawing
from dashboard.display.classes import class_breaks, class_of, class_words, distinct_breaks, spread_classes
from dashboard.display.sample_size import is_fair
from dashboard.display.wording import metric_name, reason
from dashboard.view.scene import Scene
from dashboard.words.numbers import brief
from queries.city import City
from queries.values import NOT_PLACED, Answer


def map_shown(city: City, scene: BriefingScene, counted: Counted) -> MapShown | None:
    """The map; None of an area with nothing below it that has an outline. An area of too few cases has no colour."""
    below = [one for one in city.tree.children(scene.area) if one.has_outline]
    if not below:
        return None
    question = question_of_kpi(counted, scene, by="area")
    answer = city.kpis.ask(question)
    metric = city.kpis.dictionary[question.metric].with_denominator(question.denominator)
    breaks, shades = _classes(city, answer, scene)
    hidden = scene.small.hidden_parts(answer, metric)
    values = {row.code: row.value for row in answer.rows if row.code not in hidden}
    shades = {code: shade for code, shade in shades.items() if code not in hidden}
    areas = tuple(
        AreaColoured(
            one.code,
            one.name,
            values.get(one.code),
            WITHHELD if one.code in hidden else written(values.get(one.code), answer.unit, scene),
            shades.get(one.code),
        )
        for one in below
    )
    steps = spread_classes(len(breaks) + 1)
    classes = tuple((steps[at], class_words(at, breaks, answer.unit, scene)) for at in range(len(breaks) + 1))
    return MapShown(
        kpi=metric.key,
        title=scene.words("briefing.map", kpi=metric_name(metric, scene)),
        classes=classes if shades else (),
        areas=areas,
        note=" ".join(filter(None, (_note(answer, scene), scene.small.note(scene) if hidden else ""))),
        drawing=map_drawing(city.tree, scene.area, shades),
        of=asked_texts(question, scene),
    )


def _classes(city: City, answer: Answer, scene: Scene) -> tuple[tuple[float | int, ...], dict[str, int]]:
    """The breaks, and the shade of each area that may be coloured."""
    if answer.status != "ok":
        return (), {}
    least = city.profile.minimum_cases
    fair = {
        row.code: row.value
        for row in answer.rows
        if row.code != NOT_PLACED and row.value is not None and is_fair(row, answer, least)
    }
    if not fair:
        return (), {}
    values = list(fair.values())
    breaks = distinct_breaks(class_breaks(values), min(values), lambda value: brief(value, answer.unit, scene.words))
    steps = spread_classes(len(breaks) + 1)
    return breaks, {code: steps[class_of(value, breaks)] for code, value in fair.items()}


def _note(answer: Answer, scene: BriefingScene) -> str:
    """What is not on the map: why there is nothing, or how many cases are known only above this level."""
    if answer.status != "ok":
        return reason(answer, scene)
    above = next((row for row in answer.rows if row.code == NOT_PLACED), None)
    if answer.is_unripe:
        return scene.words("unripe.not_ranked")
    if above is None or not above.n:
        return ""
    return scene.words("briefing.not_placed", n=scene.small.said(above.n))
