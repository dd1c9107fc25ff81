"""The agenda of the meeting on cross-boundary cases: which stand, why, what was decided, and who acts first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.governance.agenda_answers import meeting_from, notes
from dashboard.governance.spot_answers import path_to
from dashboard.panels.governance.act_button import act_button
from dashboard.panels.governance.loop_cases import act_lines
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import AGENDA_LOOP, BANDS, GROUPS, Agenda, AgendaItem, Loop

MOST = 100


@dataclass(frozen=True)
class AgendaShown:
    """The agenda, and the areas in which each of its cases lies."""

    loop: Loop
    agenda: Agenda
    areas: tuple[str, ...]


def ask(city: City, scene: Scene) -> AgendaShown:
    """Of the meeting of the address, or the next one."""
    loop = city.governance.loops[AGENDA_LOOP]
    meeting = meeting_from(city, date.fromisoformat(scene.view.meeting)) if scene.view.meeting else None
    found = city.governance.agenda(scene.question(loop.pending_metric), meeting, scene.known)
    return AgendaShown(loop, found, tuple(path_to(one.area_id, city) for one in found.items))


def render(shown: AgendaShown, scene: Scene) -> Component:
    """The meeting and those around it, the groups with their cases, and the backlog by age."""
    words, found = scene.words, shown.agenda
    title = words("agenda.title", day=found.meeting.day, time=date_and_minute(found.as_of, scene.zone))
    body: list[Component] = [_ways(found, scene)]
    if found.is_known:
        counts = {group: whole(found.count(group)) for group in GROUPS}
        body.append(html.P(words("agenda.standing", n=whole(found.standing), **counts), className="agenda-counts"))
    body += [html.P(one, className="quiet") for one in notes(found, words) if found.is_known]
    if not found.is_known:
        body += [empty(one) for one in notes(found, words)[:1]]
    elif not found.items:
        body.append(empty(words("agenda.none")))
    for group in GROUPS:
        body += _group(group, shown, scene)
    if found.backlog:
        body.append(_backlog(found, scene))
    return frame("agenda", title, scene, body, data={"feeds": "events"})


def _ways(found: Agenda, scene: Scene) -> Component:
    """The meeting before, the next one, and the one after where the meeting shown is over."""
    links = [html.A(scene.words("agenda.previous", day=found.previous.day), href=_link(found.previous.day, scene))]
    if found.is_over:
        links.append(
            html.A(scene.words("agenda.following", day=found.following.day), href=_link(found.following.day, scene))
        )
        links.append(html.A(scene.words("agenda.next"), href=scene.link(meeting=None)))
    return html.Nav(links, className="agenda-ways", **{"aria-label": scene.words("agenda.ways")})


def _link(day: object, scene: Scene) -> str:
    return scene.link(meeting=str(day))


def _group(group: str, shown: AgendaShown, scene: Scene) -> Iterator[Component]:
    """The cases of a group under its name; nothing of one without any."""
    placed = [pair for pair in zip(shown.agenda.items, shown.areas, strict=True) if pair[0].group == group]
    if not placed:
        return
    yield html.H4(scene.words(f"agenda.groups.{group}", n=whole(len(placed))))
    rows = [_row(one, area, shown, scene) for one, area in placed[:MOST]]
    yield html.Ol(rows, className="loop-cases agenda-cases")
    if rest := len(placed) - len(rows):
        yield html.P(scene.words("agenda.more", count=whole(rest)), className="quiet")


def _row(one: AgendaItem, area: str, shown: AgendaShown, scene: Scene) -> Component:
    words, found = scene.words, shown.agenda
    card = scene.screen_link(scene.registry.home, case=f"{one.source}/{one.source_id}")
    flags = words("agenda.between").join(words(f"agenda.flags.{flag}") for flag in one.flags)
    age = words("agenda.age", time=span_text(found.as_of - one.filed_at, words))
    cells = [
        html.A(one.source_id, href=card),
        html.Span(one.title or words("loops.untitled")),
        html.Span(" · ".join(filter(None, (area, one.department, flags))), className="quiet"),
        html.Span(age),
        act_button(one.source, one.source_id, scene),
    ]
    lines = [html.Li(" · ".join(_said(one, scene))), *_done(one, shown, scene)]
    return html.Li([*cells, html.Ul(lines, className="case-acts")], **{"data-case-row": one.source_id})


def _said(one: AgendaItem, scene: Scene) -> Iterator[str]:
    """Why it stands, on which meetings before, who leads and acts first, and whether it has moved since."""
    words = scene.words
    counted = {"returned": one.returned_times, "declined": one.declined_times}
    for reason in one.reasons:
        yield words(f"agenda.reasons.{reason}", n=whole(counted.get(reason, 0)))
    if one.before:
        yield words("agenda.before", first=one.before[0], n=whole(len(one.before)))
    if one.lead:
        yield words("agenda.lead", unit=one.lead)
    if one.first_to_act:
        yield words("agenda.first", unit=one.first_to_act)
    if one.cost == "decided":
        yield words("agenda.cost_decided")
    if one.is_stuck:
        yield words("agenda.stuck", time=date_and_minute(one.moved_at, scene.zone))
    elif one.has_moved:
        yield words("agenda.moved_on", time=date_and_minute(one.moved_at, scene.zone))


def _done(one: AgendaItem, shown: AgendaShown, scene: Scene) -> Iterator[Component]:
    """What people did from the meeting to the next, and what they had done before."""
    for name, acts in (("minutes", one.minutes), ("", one.acts)):
        for done in acts:
            for line in act_lines(done, shown.loop, scene):
                yield html.Li([scene.words("agenda.minutes"), line.children]) if name else line


def _backlog(found: Agenda, scene: Scene) -> Component:
    """All open cases by days since filing, of each flag too; a case may carry all three."""
    words = scene.words
    bands = [band for band in BANDS if band != "unknown" or found.backlog["all"][band]]
    head = [html.Th("", scope="col"), html.Th(words("agenda.open"), scope="col", className="number")]
    head += [html.Th(words(f"loops.days.{band}"), scope="col", className="number") for band in bands]
    rows = [
        html.Tr(
            [
                html.Th(words(f"agenda.flags.{flag}"), scope="row"),
                html.Td(whole(sum(counts.values())), className="number"),
                *(html.Td(whole(counts[band]) if counts[band] else "·", className="number") for band in bands),
            ]
        )
        for flag, counts in found.backlog.items()
    ]
    caption = words("agenda.backlog")
    table = html.Table([html.Caption(caption), html.Thead(html.Tr(head)), html.Tbody(rows)], className="loop-table")
    return html.Div(table, className="scroll", tabIndex=0, role="region", **{"aria-label": caption})


PANEL = Panel("agenda", ask, render)
