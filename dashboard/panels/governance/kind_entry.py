"""Forms by which people confirm, name or reject a kind that recurs, and say how its cures stand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.governance.keeping_kinds import EVERY_PLACE
from dashboard.governance.spot_answers import path_to
from dashboard.panels.governance.payloads import ActField, ActForm, FieldKind
from dashboard.view.conditions import written
from dashboard.view.scene import Scene
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import CURE, RECURRING_KIND, KindStanding, cure_sorts, longest, states

JUDGE, CURES = "recurring-kinds/acts", "recurring-kinds/cures"
CATEGORY_LEVELS = ("category3", "category2", "category1")
"""The narrowest that the sources have is offered."""
SENT_AS = {
    "category": "where", "judgement": "state", "place": "area", "item_name": "name", "pieces": "n", "note": "text",
}  # fmt: skip
"""Fields that people know by another word than the API."""
Options = list[tuple[str, str]]


@dataclass(frozen=True)
class EntryOffered:
    """What can be chosen. kind: the one that is opened; categories: condition and name; areas, places: code and name;
    today: day of the city."""

    kind: KindStanding | None
    categories: Options
    areas: Options
    places: Options
    today: date


def ask(city: City, scene: Scene) -> EntryOffered | None:
    """Of the kind that the address opens, or of a new one; None where nobody can fill in anything."""
    if not scene.screen.is_interactive:
        return None
    key, today = scene.view.kind, scene.now.as_of.astimezone(scene.zone).date()
    found = city.recurring_kinds.one(key, scene.now.as_of, scene.known, scope=scene.scope) if key else None
    if found:
        there = {one.area for one in found.cures}
        areas = (city.tree.by_id(one.area_id) for one in found.count.places)
        lowest = [one for one in areas if one.area_id == one.last_id and one.code not in there]
        places = sorted(((one.code, path_to(one.area_id, city)) for one in lowest), key=lambda place: place[1])
        return EntryOffered(found, [], [], places, today)
    known = city.kpis.named_values(scope=scene.scope)
    level = next((one for one in CATEGORY_LEVELS if known.get(one)), CATEGORY_LEVELS[0])
    names = known.get(level, ())
    categories = [(written(((level, one),)), part_name(level, one, one, scene.words)) for one in names]
    here = [scene.area, *city.tree.children(scene.area)]
    seen = [(one.code, one.name) for one in here if scene.scope.covers(one.area_id, one.last_id)]
    return EntryOffered(None, categories, seen, [], today)


def render(offered: EntryOffered | None, scene: Scene) -> Component:
    """The places of the forms, which the browser builds. They say nothing of the moment: what is written stays."""
    label = scene.words("kinds.entry")
    forms = _forms(offered, scene) if offered else []
    places = [
        html.Div(
            className="act-form",
            **{"data-act-form": json.dumps(form, ensure_ascii=False, separators=(",", ":")), "data-needs": "act"},
        )
        for form in forms
    ]
    lacks = offered is not None and offered.kind is None and not offered.categories
    missing = [empty(scene.words("kinds.no_categories"))] if lacks else []
    return frame("kind_entry", "", scene, [*places, *missing], label=label)


def _forms(offered: EntryOffered, scene: Scene) -> list[ActForm]:
    found = offered.kind
    if found is None:
        return [_new_kind(offered, scene)] if offered.categories and offered.areas else []
    forms = [_known_item(found, offered, scene)] if found.cures else []
    return [*forms, _new_item(found, offered, scene), _known_kind(found, scene)]


def _new_kind(offered: EntryOffered, scene: Scene) -> ActForm:
    fields = [
        _field("category", "select", scene, options=offered.categories),
        _field("area", "select", scene, options=offered.areas),
        _field("matter", "text", scene),
        _field("words", "text", scene),
    ]
    return _form(JUDGE, "new_kind", {}, [*fields, *_judgement(scene)], scene)


def _known_kind(found: KindStanding, scene: Scene) -> ActForm:
    kind = found.kind
    fixed = {"where": written(kind.cases.where), "area": kind.cases.area, "words": " ".join(kind.cases.words)}
    said = {"name": kind.name, "cause": kind.cause, "programme": kind.programme}
    return _form(JUDGE, "known_kind", fixed, _judgement(scene, **said), scene)


def judging(fixed: dict[str, str], name: str, scene: Scene) -> ActForm:
    """The form that confirms or rejects a proposal."""
    state = _field("judgement", "select", scene, options=_states(RECURRING_KIND, scene))
    fields = [_field("name", "text", scene, value=name), _field("cause", "text", scene), state]
    return _form(JUDGE, "proposal", fixed, fields, scene)


def _judgement(scene: Scene, name: str = "", cause: str = "", programme: str = "") -> list[ActField]:
    return [
        _field("name", "text", scene, value=name),
        _field("cause", "text", scene, value=cause),
        _field("programme", "text", scene, value=programme),
        _field("judgement", "select", scene, options=_states(RECURRING_KIND, scene)),
    ]


def _new_item(found: KindStanding, offered: EntryOffered, scene: Scene) -> ActForm:
    words = scene.words
    every = [(EVERY_PLACE, words("kinds.every_place"))] if offered.places else []
    here = [(found.kind.cases.area, words("kinds.whole_area"))]
    sorts = [(one, words(f"kinds.sorts.{one}")) for one in cure_sorts()]
    fields = [
        _field("place", "select", scene, options=[*offered.places, *here, *every]),
        _field("item_name", "text", scene),
        _field("sort", "select", scene, options=sorts),
        _field("pieces", "number", scene, value="1"),
    ]
    return _form(CURES, "new_item", {"kind": found.kind.key}, [*fields, *_step(offered, scene)], scene)


def _known_item(found: KindStanding, offered: EntryOffered, scene: Scene) -> ActForm:
    sorts = {one: scene.words(f"kinds.sorts.{one}") for one in cure_sorts()}
    items = [(one.key, f"{one.name} · {sorts[one.sort]}") for one in found.cures]
    fields = [_field("item", "select", scene, options=items), *_step(offered, scene)]
    return _form(CURES, "known_item", {"kind": found.kind.key}, fields, scene)


def _step(offered: EntryOffered, scene: Scene) -> list[ActField]:
    return [
        _field("state", "select", scene, options=_states(CURE, scene)),
        _field("on", "date", scene, value=offered.today.isoformat()),
        _field("note", "textarea", scene),
    ]


def _states(kind: str, scene: Scene) -> Options:
    return [(state, scene.words(f"kinds.states.{state}")) for state in states(kind)]


def _form(address: str, title: str, fixed: dict[str, str], fields: list[ActField], scene: Scene) -> ActForm:
    words = scene.words
    return ActForm(
        address=address, fixed=fixed, title=words(f"kinds.{title}"), fields=fields,
        keep=words("kinds.keep"), kept=words("kinds.kept"), failed=words("kinds.failed"),
    )  # fmt: skip


def _field(label: str, kind: FieldKind, scene: Scene, *, options: Options | None = None, value: str = "") -> ActField:
    name, said = SENT_AS.get(label, label), scene.words(f"kinds.fields.{label}")
    return ActField(name=name, label=said, kind=kind, options=options or [], longest=longest("text"), value=value)


PANEL = Panel("kind_entry", ask, render)
