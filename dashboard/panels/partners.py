"""The lines to partners: departments, key special grids, joined systems; what is down stands first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.display.lists import Row, rows_list
from dashboard.display.panel import Panel, empty, frame
from dashboard.panels.sources import moment_text
from dashboard.view.scene import Scene
from dashboard.words.durations import lag_text
from queries.city import City
from queries.values import Partner

KINDS = ("department", "special_grid", "system")
SIGNS = {"up": "●", "degraded": "◐", "down": "✕", None: "○"}
WORST_FIRST = ("down", "degraded", None, "up")


def ask(city: City, scene: Scene) -> tuple[Partner, ...]:
    """All partners, as they are at the screen's moment."""
    return city.fleet.partners(scene.now.as_of, scope=scene.scope)


def render(partners: Sequence[Partner], scene: Scene) -> Component:
    """A list for each kind."""
    words, title = scene.words, scene.words("partners.title")
    if not partners:
        return frame("partners", title, scene, [empty(words("partners.none"))], is_filtered=False)
    groups = [_group(kind, [one for one in partners if one.kind == kind], scene) for kind in KINDS]
    body = html.Div(groups, className="partner-groups")
    return frame("partners", title, scene, [body], data={"feeds": "partners"}, is_filtered=False)


def _group(kind: str, partners: list[Partner], scene: Scene) -> Component:
    states = Counter(one.link for one in partners)
    summary = " · ".join(f"{_word(link, scene)} {states[link]}" for link in reversed(WORST_FIRST) if states[link])
    columns = html.Span(scene.words("partners.columns"), className="quiet columns")
    name = scene.words(f"partners.{kind}", count=len(partners))
    head = html.H3([html.Span(name), html.Span(summary, className="quiet"), columns])
    ordered = sorted(partners, key=lambda one: (WORST_FIRST.index(one.link), len(one.partner), one.partner))
    lines = rows_list([_line(one, scene) for one in ordered], "rows partners", scene)
    return html.Div([head, html.Div(lines, className="scroll")], className="partner-group")


def _line(one: Partner, scene: Scene) -> Row:
    cells = (
        (f"link-sign {one.link or 'unknown'}", SIGNS[one.link]),
        ("row-name", one.name),
        ("quiet", _word(one.link, scene)),
        ("row-value", lag_text(one.lag_s, scene.words)),
        ("quiet", moment_text(one.seen_at, scene)),
    )
    return Row("row", cells, title=one.name)


def _word(link: str | None, scene: Scene) -> str:
    return scene.words(f"link.{link}") if link else scene.words("unknown")


PANEL = Panel("partners", ask, render)
