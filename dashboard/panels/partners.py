"""Partners: departments, key special grids, joined systems, with their lines, since when each is joined and whom to
call; what is down stands first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.display.lists import Cell, Row, rows_list
from dashboard.display.panel import Panel, empty, frame
from dashboard.fleet.partner_answers import notes_of, refused_lines
from dashboard.panels.sources import moment_text
from dashboard.view.scene import Scene
from dashboard.words.durations import lag_text
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import PartnersAsOf, PartnerStanding

KINDS = ("department", "special_grid", "system")
SIGNS = {"up": "●", "degraded": "◐", "down": "✕", None: "○"}
WORST_FIRST = ("down", "degraded", None, "up")
MOST_LINES, MOST_CHANGES = 5, 200


def ask(city: City, scene: Scene) -> PartnersAsOf:
    """All partners, as they are at the screen's moment."""
    return city.fleet.partners(scene.now.as_of, scope=scene.scope)


def render(found: PartnersAsOf, scene: Scene) -> Component:
    """A list for each kind; below what is not known, who joined and left, and what of the register does not count. A
    wall shows the lines alone."""
    words, title = scene.words, scene.words("partners.title")
    below = _below(found, scene) if scene.screen.is_interactive else []
    if not any(one.is_expected or one.line for one in found.partners):
        return frame("partners", title, scene, [empty(words("partners.none")), *below], is_filtered=False)
    body = html.Div([_group(kind, found, scene) for kind in KINDS], className="partner-groups")
    return frame("partners", title, scene, [body, *below], data={"feeds": "partners"}, is_filtered=False)


def _group(kind: str, found: PartnersAsOf, scene: Scene) -> Component:
    """Those of a kind that should report or do."""
    partners = [one for one in found.partners if one.kind == kind and (one.is_expected or one.line)]
    columns = html.Span(scene.words("partners.columns"), className="quiet columns")
    name = scene.words(f"partners.{kind}", count=sum(one.is_expected for one in partners))
    head = html.H3([html.Span(name), html.Span(_summary(partners, found, scene), className="quiet"), columns])
    ordered = sorted(partners, key=lambda one: (WORST_FIRST.index(_link(one)), len(one.partner), one.partner))
    lines = rows_list([_line(one, found, scene) for one in ordered], "rows partners", scene)
    return html.Div([head, html.Div(lines, className="scroll")], className="partner-group")


def _summary(partners: Sequence[PartnerStanding], found: PartnersAsOf, scene: Scene) -> str:
    """How many lines are in which state; then who never reported and who is not expected to."""
    words = scene.words
    states = Counter(one.line.link for one in partners if one.line)
    said = [f"{_word(link, scene)} {states[link]}" for link in reversed(WORST_FIRST) if states[link]]
    if never := sum(found.is_silent_from_the_start(one) for one in partners):
        said.append(f"{words('partners.never')} {never}")
    if unexpected := sum(not one.is_expected for one in partners):
        said.append(words("partners.unexpected", n=unexpected))
    return " · ".join(said)


def _line(one: PartnerStanding, found: PartnersAsOf, scene: Scene) -> Row:
    link, line = _link(one), one.line
    never = found.is_silent_from_the_start(one)
    cells: list[Cell] = [
        (f"link-sign {link or 'unknown'}", SIGNS[link]),
        ("row-name", one.name),
        ("quiet", scene.words("partners.never") if never else _word(link, scene)),
        ("row-value", lag_text(line.lag_s if line else None, scene.words)),
        ("quiet", moment_text(line.seen_at if line else None, scene)),
    ]
    if scene.screen.is_interactive and (about := _about(one, scene)):
        cells.append(("partner-about quiet" if one.is_expected else "partner-about unexpected", about))
    note = one.declared.note if one.declared else ""
    return Row("row", tuple(cells), title=" · ".join(filter(None, (one.name, note))))


def _about(one: PartnerStanding, scene: Scene) -> str:
    """Since when it is joined, or why nobody expects its reports; whom to call."""
    words, declared = scene.words, one.declared
    if declared is None:
        return words("partners.undeclared") if not one.is_expected else ""
    since = ""
    if one.membership in ("left", "not_yet"):
        day = declared.left if one.membership == "left" else declared.joined
        since = words(f"partners.{one.membership}", day=day)
    elif declared.joined:
        since = words("partners.since", day=declared.joined)
    whom = " ".join(filter(None, (declared.contact, declared.telephone)))
    return " · ".join(filter(None, (since, whom)))


def _below(found: PartnersAsOf, scene: Scene) -> list[Component]:
    words, register = scene.words, found.register
    parts: list[Component] = []
    if found.partners:
        parts += [html.P(note, className="panel-note") for note in notes_of(found, words)]
    if register.refused:
        parts.append(html.P(words("partners.refused", n=whole(register.refused_in_all)), className="panel-note"))
        lines = refused_lines(register, words)[:MOST_LINES]
        parts += [html.P(words("partners.line", **line), className="panel-note") for line in lines]
    if changes := found.changes:
        told = words("partners.history", day=found.day, n=whole(len(changes)))
        rows = [html.Li(f"{one.day} {words(f'partners.change_{one.what}')} {one.name}") for one in changes]
        note = html.P(words("partners.history_note"), className="panel-note")
        parts.append(html.Details([html.Summary(told), note, html.Ul(rows[:MOST_CHANGES])]))
    return [html.Div(parts, className="partner-notes")] if parts else []


def _link(one: PartnerStanding) -> str | None:
    return one.line.link if one.line else None


def _word(link: str | None, scene: Scene) -> str:
    return scene.words(f"link.{link}") if link else scene.words("unknown")


PANEL = Panel("partners", ask, render)
