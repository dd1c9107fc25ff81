"""Parts of an evaluation that people enter: what stands of a unit with its author, and the form to enter more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, frame
from dashboard.evaluation.evaluated_days import with_days
from dashboard.panels.governance.payloads import ActField, ActForm, FieldKind
from dashboard.view.scene import Scene
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import decimal, short_decimal
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import EnteredPart, EnteredScore, EnteredValue, Evaluation, longest

ADDRESS = "evaluation/values"
SIGNS = 4
"""Decimals of a value that somebody entered, which stands as it was written up to these."""


def entered_cell(one: EnteredScore, scene: Scene) -> list[Component]:
    """The value with its points, and who entered what, when and why."""
    words = scene.words
    lines = [html.Span(_line(value, scene), className="quiet entered-by") for value in one.values]
    if one.value is None or one.points is None:
        return [html.Span(words("evaluation.not_entered"), className="quiet"), *lines]
    points = html.Span(words("evaluation.points", points=decimal(one.points, 1)), className="quiet")
    return [html.Span(short_decimal(one.value, SIGNS)), points, *lines]


def _line(value: EnteredValue, scene: Scene) -> str:
    return scene.words(
        "evaluation.entered_by",
        value=short_decimal(value.value, SIGNS),
        first=value.first.isoformat(),
        last=value.last.isoformat(),
        who=scene.words.sentences.get(f"saved.by.{value.who}", value.who),
        time=date_and_minute(value.at, scene.zone),
        text=value.text,
    )


def entered_weights(part: EnteredPart, names: Sequence[str], scene: Scene) -> Component:
    """Weight, bounds and rule of a part that people enter, as a row under `names`."""
    words = scene.words
    rule = [
        html.Span(words.either(part.about_zh, part.about_en)),
        html.Span(words("evaluation.entered"), className="quiet"),
    ]
    bounds = (short_decimal(value, SIGNS) for value in (part.zero, part.full))
    cells = [f"{short_decimal(part.weight, 2)}%", *bounds, "—", rule]
    drawn = [html.Td(cell, **{"data-column": name}) for cell, name in zip(cells, names[1:], strict=True)]
    return html.Tr([html.Th(words.either(part.zh, part.en), scope="row"), *drawn])


@dataclass(frozen=True)
class EntryShown:
    """What can be entered: of which evaluation, units (key and name) and days."""

    evaluation: Evaluation
    units: tuple[tuple[str, str], ...]
    days: tuple[date, date]


def ask(city: City, scene: Scene) -> EntryShown | None:
    """The evaluation that the address opens with its units in the area shown; None where people enter nothing."""
    every = city.evaluations.all
    chosen = every.get(scene.view.evaluation or "") or next(iter(every.values()), None)
    if chosen is None or not chosen.entered or not scene.screen.is_interactive:
        return None
    asked = scene.question("reported")
    shown = with_days(asked if scene.view.period else replace(asked, start=None, end=None), city)
    assert shown.start and shown.end  # noqa: S101, PT018  # given by with_days
    return EntryShown(chosen, _units(city, chosen, scene), (shown.start, shown.end))


def _units(city: City, chosen: Evaluation, scene: Scene) -> tuple[tuple[str, str], ...]:
    if chosen.level is None:
        known = city.kpis.named_values(scope=scene.scope)[str(chosen.units)]
        return tuple((one, part_name(str(chosen.units), one, one, scene.words)) for one in known)
    numbers = city.tree.at_level(chosen.level).tolist()
    areas = (city.tree.by_id(number) for number in numbers if scene.area.holds(number))
    return tuple((area.code, area.name) for area in areas if scene.scope.covers(area.area_id, area.last_id))


def render(shown: EntryShown | None, scene: Scene) -> Component:
    """The place of the form, which the browser builds. It says nothing of the moment: what is being written stays."""
    label = scene.words("evaluation.enter")
    if shown is None or not shown.units:
        return frame("evaluation_entry", "", scene, [], label=label)
    written = json.dumps(_form(shown, scene), ensure_ascii=False, separators=(",", ":"))
    place = html.Div(className="act-form", **{"data-act-form": written, "data-needs": "act"})
    return frame("evaluation_entry", "", scene, [place], label=label)


def _form(shown: EntryShown, scene: Scene) -> ActForm:
    words = scene.words
    parts = [(part.key, _with_bounds(part, scene)) for part in shown.evaluation.entered]
    first, last = (day.isoformat() for day in shown.days)
    return {
        "address": ADDRESS,
        "fixed": {"evaluation": shown.evaluation.key},
        "title": words("evaluation.enter"),
        "fields": [
            _field("unit", words("evaluation.enter_unit"), "select", options=list(shown.units)),
            _field("part", words("evaluation.enter_part"), "select", options=parts),
            _field("value", words("evaluation.enter_value"), "number"),
            _field("first", words("evaluation.enter_first"), "date", value=first),
            _field("last", words("evaluation.enter_last"), "date", value=last),
            _field("text", words("evaluation.enter_text"), "textarea"),
        ],
        "keep": words("evaluation.enter_keep"),
        "kept": words("evaluation.enter_kept"),
        "failed": words("evaluation.enter_failed"),
    }


def _with_bounds(part: EnteredPart, scene: Scene) -> str:
    low, high = (short_decimal(value, SIGNS) for value in sorted((part.zero, part.full)))
    return scene.words("evaluation.enter_bounds", name=scene.words.either(part.zh, part.en), low=low, high=high)


def _field(
    name: str, label: str, kind: FieldKind, *, options: list[tuple[str, str]] | None = None, value: str = ""
) -> ActField:
    return ActField(name=name, label=label, kind=kind, options=options or [], longest=longest("text"), value=value)


PANEL = Panel("evaluation_entry", ask, render)
