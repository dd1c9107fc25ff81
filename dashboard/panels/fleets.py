"""What is out in the field: units and devices by kind and state, and the people on the roster."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.display.lists import Row, rows_list
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import state_name
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import FleetKind, FleetOfKind, FleetTotals


def ask(city: City, scene: Scene) -> FleetTotals:
    """Counts of the newest reports; silence as of the screen's moment."""
    return city.fleet.totals(scene.now.as_of, scope=scene.scope)


def render(found: FleetTotals, scene: Scene) -> Component:
    """Units and people in one list, devices in another."""
    words, title = scene.words, scene.words("fleets.title")
    if not (found.units or found.devices or found.roster):
        return frame("fleets", title, scene, [empty(words("fleets.none"))], is_filtered=False)
    people = sum(found.roster.values())
    heads = {
        "units": words("fleets.units", count=whole(sum(fleet.n for fleet in found.units)), people=whole(people)),
        "devices": words("fleets.devices", count=whole(sum(fleet.n for fleet in found.devices))),
    }
    groups = [
        _group(heads["units"], "unit", found.units, scene),
        _group(heads["devices"], "device", found.devices, scene),
    ]
    return frame(
        "fleets",
        title,
        scene,
        [html.Div(groups, className="partner-groups")],
        data={"feeds": "units devices"},
        is_filtered=False,
    )


def _group(head: str, of: FleetKind, found: Sequence[FleetOfKind], scene: Scene) -> Component:
    lines = rows_list([_line(fleet, of, scene) for fleet in found], "rows fleets", scene)
    return html.Div([html.H3(head), html.Div(lines, className="scroll")], className="partner-group")


def _line(fleet: FleetOfKind, of: FleetKind, scene: Scene) -> Row:
    words = scene.words
    ordered = sorted(fleet.states.items(), key=lambda item: (-item[1], item[0]))
    states = " · ".join(f"{state_name(of, state, scene)} {whole(n)}" for state, n in ordered)
    name = words.term(f"{of}_kind", fleet.kind)
    return Row(
        "row",
        (("row-name", name), ("row-value", whole(fleet.n)), ("quiet", states)),
        title=f"{name} · {states}",
    )


PANEL = Panel("fleets", ask, render)
