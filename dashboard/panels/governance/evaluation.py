"""An evaluation by published weights: the units of each class by rank, with every part, and the weights beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.display.choices import Choice, choice_links
from dashboard.display.number_link import number_shown
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import metric_name, value_figure
from dashboard.evaluation.evaluated_days import with_days
from dashboard.panels.governance.evaluation_entered import entered_cell, entered_weights
from dashboard.view.scene import Scene
from dashboard.words.numbers import decimal, short_decimal, whole
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import Evaluation, EvaluationResult, Metric, PartScore, UnitScore

MOST_ROWS = 400
Shown = tuple[Sequence[Evaluation], EvaluationResult | None, Mapping[str, Metric]]


def ask(city: City, scene: Scene) -> Shown:
    """All evaluations, the result of the one that the address opens, and the KPIs of its parts by key."""
    every = city.evaluations.all
    chosen = every.get(scene.view.evaluation or "") or next(iter(every.values()), None)
    if chosen is None:
        return (), None, {}
    asked = scene.question("reported")
    asked = asked if scene.view.period else replace(asked, start=None, end=None)
    asked = with_days(asked, city)
    metrics = {part.key: part.metric(city.kpis.dictionary) for part in chosen.parts}
    return tuple(every.values()), city.evaluations.result(chosen, asked), metrics


def render(shown: Shown, scene: Scene) -> Component:
    """Choice, sentence, a table a class, and the weights."""
    every, result, metrics = shown
    words = scene.words
    if result is None:
        return frame("evaluation", words("evaluation.title"), scene, [empty(words("evaluation.none"))])
    chosen = result.evaluation
    first, last = result.cases.start, result.cases.end
    title = words(
        "evaluation.title_days",
        name=words.either(chosen.zh, chosen.en),
        first=first.isoformat() if first else "",
        last=last.isoformat() if last else "",
    )
    parts: list[Component] = [_choices(every, chosen, scene), html.P(words.either(chosen.about_zh, chosen.about_en))]
    units = result.units[:MOST_ROWS]
    for key, members in groupby(units, key=lambda one: one.unit_class.key):
        parts.append(_class(key, tuple(members), result, metrics, scene))
    if not units:
        parts.append(empty(words("evaluation.no_units")))
    if len(result.units) > MOST_ROWS:
        parts.append(html.P(words("evaluation.more", count=whole(len(result.units) - MOST_ROWS)), className="quiet"))
    parts.append(_weights(result, metrics, scene))
    body = html.Div(parts, className="evaluation")
    return frame("evaluation", title, scene, [body], data={"feeds": "events", "evaluation": chosen.key})


def _choices(every: Sequence[Evaluation], chosen: Evaluation, scene: Scene) -> Component:
    choices = (
        Choice(scene.words.either(one.zh, one.en), scene.link(evaluation=one.key, listed=None), one.key == chosen.key)
        for one in every
    )
    return choice_links(scene.words("evaluation.title"), choices)


def _class(
    key: str, units: Sequence[UnitScore], result: EvaluationResult, metrics: Mapping[str, Metric], scene: Scene
) -> Component:
    words, named = scene.words, units[0].unit_class
    names = [words(f"evaluation.{name}") for name in ("rank", "unit", "score", "cases")]
    names += [metric_name(metrics[part.key], scene) for part in result.evaluation.parts]
    names += [words.either(part.zh, part.en) for part in result.evaluation.entered]
    head = html.Tr([html.Th(name, scope="col") for name in names])
    rows = [_unit(one, names, result, metrics, scene) for one in units]
    caption = words.either(named.zh, named.en)
    table = html.Table(
        [html.Caption(caption), html.Thead(head), html.Tbody(rows)],
        className="evaluation-table",
        **{"data-class": key},
    )
    return html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": caption})


def _unit(
    one: UnitScore, names: Sequence[str], result: EvaluationResult, metrics: Mapping[str, Metric], scene: Scene
) -> Component:
    level = result.evaluation.level
    name = part_name("area" if level else str(result.evaluation.units), one.code, one.name, scene.words)
    rank = scene.words("evaluation.place", rank=one.rank, among=one.among) if one.rank else "—"
    cells = [rank, name, _score(one, scene), whole(one.cases)]
    drawn = [html.Td(cell, **{"data-column": said}) for cell, said in zip(cells, names, strict=False)]
    drawn[1] = html.Th(name, scope="row")
    each = [_part(one, part, result, metrics, scene) for part in one.parts]
    each += [entered_cell(part, scene) for part in one.entered]
    for said, cell in zip(names[len(cells) :], each, strict=True):
        drawn.append(html.Td(cell, **{"data-column": said}))
    return html.Tr(drawn, className="without-score" if one.apart else "", **{"data-unit": one.code})


def _score(one: UnitScore, scene: Scene) -> list[Component]:
    """Score and band; why there is none; how much of the weights is known where that is not all."""
    words = scene.words
    if one.left_out:
        return [html.Span(words("evaluation.left_out", why=words.either(one.left_out.zh, one.left_out.en)))]
    known = html.Span(words("evaluation.known", share=short_decimal(one.known, 1)), className="quiet")
    if one.score is None or one.band is None:
        return [html.Span(words("evaluation.too_few")), known]
    band = html.Span(words.either(one.band.zh, one.band.en), className="evaluation-band")
    return [html.Span(decimal(one.score, 2), className="evaluation-score"), band, *([known] if one.known < 100 else [])]


def _part(
    unit: UnitScore, part: PartScore, result: EvaluationResult, metrics: Mapping[str, Metric], scene: Scene
) -> list[Component]:
    """The value, which lists its cases, its n, and its points or why there are none."""
    words = scene.words
    told = words("evaluation.points", points=decimal(part.points, 1)) if part.points is not None else ""
    told = told or words(f"evaluation.missing.{part.missing}")
    note = html.Span(words("evaluation.part", told=told, n=whole(part.n)), className="quiet")
    if part.value is None:
        return [note]
    text = str(value_figure(part.value, metrics[part.part.key].unit, scene))
    address = _list_of(unit, part, result, scene)
    return [html.A(text, href=address) if address else html.Span(text), note]


def _list_of(unit: UnitScore, part: PartScore, result: EvaluationResult, scene: Scene) -> str | None:
    """The address of this view with the cases behind a part; None where no address can name them."""
    if part.part.denominator:
        return None
    area, where = (unit.code, ()) if result.evaluation.level else (None, ((str(result.evaluation.units), unit.code),))
    first, last = result.cases.start, result.cases.end
    days = (first, last) if first and last else None
    listed = number_shown(scene, part.part.kpi, area=area, where=where, days=days)
    return scene.link(listed=listed) if listed else None


def _weights(result: EvaluationResult, metrics: Mapping[str, Metric], scene: Scene) -> Component:
    """Weight, bounds and what counts of each part; that a part is not settled yet, or not known."""
    words = scene.words
    names = [words(f"evaluation.{name}") for name in ("part_name", "weight", "zero", "full", "fewest", "formula")]
    rows = []
    for part, answer in zip(result.evaluation.parts, result.wholes, strict=True):
        metric = metrics[part.key]
        bounds = (str(value_figure(value, metric.unit, scene)) for value in (part.zero, part.full))
        state = "unripe" if answer.is_unripe else "no_data" if answer.status == "no_data" else ""
        formula = words.either(metric.formula_zh, metric.formula_en)
        said = [html.Span(formula), *([html.Span(words(f"evaluation.{state}"), className="quiet")] if state else [])]
        cells = [f"{short_decimal(part.weight, 2)}%", *bounds, whole(part.fewest), said]
        drawn = [html.Td(cell, **{"data-column": name}) for cell, name in zip(cells, names[1:], strict=True)]
        rows.append(html.Tr([html.Th(metric_name(metric, scene), scope="row"), *drawn]))
    rows += [entered_weights(part, names, scene) for part in result.evaluation.entered]
    head = html.Tr([html.Th(name, scope="col") for name in names])
    caption = words("evaluation.weights", least=short_decimal(result.evaluation.least_weight, 1))
    table = html.Table(
        [html.Caption(caption), html.Thead(head), html.Tbody(rows)], className="evaluation-table weights"
    )
    return html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": caption})


PANEL = Panel("evaluation", ask, render)
