"""Matters of which several cases tell: counted once each, with their channels, and what people said of them."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.choices import Choice, choice_links
from dashboard.display.loop_scene import in_days
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import reason
from dashboard.governance.matter_answers import COUNTED, known_n, matter_mark
from dashboard.governance.spot_answers import path_to
from dashboard.panels.governance.act_button import act_button
from dashboard.panels.governance.loop_cases import act_line
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import whole
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import MATTER_LOOP, MATTER_ORDERS, Answer, Matter, MatterAnswer, MattersWanted

MOST, MOST_CHANNELS = 100, 4


@dataclass(frozen=True)
class MattersShown:
    """The matters, each with the areas of its newest case, and the numbers of COUNTED."""

    answer: MatterAnswer
    matters: tuple[tuple[Matter, str], ...]
    counted: dict[str, Answer]


def ask(city: City, scene: Scene) -> MattersShown:
    """Those of the area, in the order of the address."""
    question, wanted = in_days(scene.question(MATTER_LOOP), scene), MattersWanted(order=scene.view.matters, most=MOST)
    answer = city.governance.matters(question, wanted, scene.known)
    counted = {key: city.kpis.ask(in_days(scene.question(key), scene)) for key in COUNTED}
    named = tuple((one, path_to(one.area_id, city)) for one in answer.matters)
    return MattersShown(answer, named, counted)


def render(shown: MattersShown, scene: Scene) -> Component:
    """The orders, how much was counted once, and a row a matter."""
    words, answer = scene.words, shown.answer
    title = words("matters.title_days" if scene.view.period else "matters.title")
    if answer.whole.status == "no_data":
        return frame("matters", title, scene, [empty(reason(answer.whole, scene))], data={"feeds": "events"})
    counted = {key: _figure(one, scene) for key, one in shown.counted.items()}
    found = {"matters": answer.all_matters, "cases": answer.all_cases, "ways": answer.all_ways}
    said = [
        words("matters.counted", **counted),
        words("matters.total", **{name: whole(n) for name, n in found.items()}),
    ]
    body: list[Component] = [_orders(scene), html.P(" ".join(said), className="quiet")]
    rows = [_row(matter, area, scene) for matter, area in shown.matters]
    body.append(html.Ol(rows, className="spots") if rows else empty(words("matters.none")))
    if rest := answer.all_matters - len(rows):
        body.append(html.P(words("matters.more", count=whole(rest)), className="quiet"))
    return frame("matters", title, scene, body, data={"feeds": "events"})


def _figure(answer: Answer, scene: Scene) -> str:
    n = known_n(answer)
    return scene.words("matters.unknown") if n is None else whole(n)


def _orders(scene: Scene) -> Component:
    choices = (
        Choice(scene.words(f"matters.order.{order}"), scene.link(matters=order), order == scene.view.matters)
        for order in MATTER_ORDERS
    )
    return choice_links(scene.words("matters.orders"), choices)


def _row(matter: Matter, area: str, scene: Scene) -> Component:
    words = scene.words
    first, last = (date_and_minute(moment, scene.zone)[:10] for moment in (matter.first_at, matter.last_at))
    channels = [
        words("matters.channel", name=part_name("channel", code, code, words), n=whole(n))
        for code, n in matter.channels[:MOST_CHANNELS]
    ]
    cells: list[Component] = [
        html.Span([_name(matter, scene), html.Span(_where(matter, area, scene))]),
        html.Span([words("matters.span", time=span_text(matter.span, words)), html.Span(_dates(first, last, scene))]),
        html.Span(words("matters.counts", n=whole(matter.n), again=whole(matter.again))),
        html.Span(words("matters.open", n=whole(matter.open)) if matter.open else "", className="spot-open"),
        html.Span(" · ".join(channels), className="quiet"),
        act_button(matter.source, matter.source_id, scene),
    ]
    acts = [html.Ul([act_line(one, scene) for one in matter.acts], className="case-acts")] if matter.acts else []
    return html.Li([*cells, *acts], **{"data-matter": f"{matter.source}/{matter.source_id}"})


def _name(matter: Matter, scene: Scene) -> Component:
    """What a person called it when confirming it, else its kind; it goes to its cases on map, trend and cards."""
    mark = matter_mark(matter)
    confirmed = mark.text if mark and mark.state == "confirmed" else ""
    name = confirmed or matter.category or scene.words("loops.untitled")
    if mark and mark.state == "refuted":
        name = f"{name} · {scene.words('matters.refuted')}"
    days = "..".join(moment.astimezone(scene.zone).date().isoformat() for moment in (matter.first_at, matter.last_at))
    others = tuple(one for one in scene.view.where if one[0] != "matter")
    changes = {"kpi": "reported", "denominator": None, "period": days, "where": (*others, ("matter", matter.number))}
    return html.A(name, href=scene.screen_link(scene.registry.home, **changes))


def _where(matter: Matter, area: str, scene: Scene) -> str:
    words = scene.words
    places = words("matters.areas", n=whole(matter.areas)) if matter.areas > 1 else ""
    kinds = words("matters.several", n=whole(matter.categories)) if matter.categories > 1 else ""
    return " ".join(filter(None, (area, places, kinds)))


def _dates(first: str, last: str, scene: Scene) -> str:
    return scene.words("matters.dates", first=first, last=last)


PANEL = Panel("matters", ask, render)
