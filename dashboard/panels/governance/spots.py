"""Spots where the same comes back: all of an area in an order, and the cases of the one that is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.display.choices import Choice, choice_links
from dashboard.display.loop_scene import in_days
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import reason
from dashboard.governance.spot_answers import ON_A_SCREEN, path_of, spot_figures, spot_rule_text
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import whole
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import SPOT_METRIC, SPOT_ORDERS, RepeatSpot, SpotAnswer

MOST_CASES = 300
DEPARTMENTS = 2


@dataclass(frozen=True)
class SpotsShown:
    """The spots, each with the names of the areas that it lies in."""

    answer: SpotAnswer
    spots: tuple[tuple[RepeatSpot, str], ...]


def ask(city: City, scene: Scene) -> SpotsShown:
    """Those of the area, in the order of the address, as of the last full hour."""
    wanted = replace(ON_A_SCREEN, order=scene.view.spots)
    answer = city.governance.hourly_spots(in_days(scene.question(SPOT_METRIC), scene), wanted)
    return SpotsShown(answer, tuple((spot, path_of(spot, city)) for spot in answer.spots))


def render(shown: SpotsShown, scene: Scene) -> Component:
    """The orders, what was compared, and a row a spot."""
    words, answer = scene.words, shown.answer
    title = words("spots.title", time=date_and_minute(answer.whole.as_of, scene.zone))
    if answer.whole.status == "no_data":
        return frame("spots", title, scene, [empty(reason(answer.whole, scene))], data={"feeds": "events"})
    said = f"{spot_figures(answer, words)} {spot_rule_text(answer, words)}"
    body: list[Component] = [_orders(scene), html.P(said, className="quiet")]
    rows = [_row(spot, path, scene) for spot, path in shown.spots]
    body.append(html.Ol(rows, className="spots") if rows else empty(words("spots.none")))
    if rest := answer.all_spots - len(rows):
        body.append(html.P(words("spots.more", count=whole(rest)), className="quiet"))
    return frame("spots", title, scene, body, data={"feeds": "events"})


def _orders(scene: Scene) -> Component:
    choices = (
        Choice(scene.words(f"spots.order.{order}"), scene.link(spots=order), order == scene.view.spots)
        for order in SPOT_ORDERS
    )
    return choice_links(scene.words("spots.orders"), choices)


def _row(spot: RepeatSpot, path: str, scene: Scene) -> Component:
    words, name = scene.words, f"{spot.source}/{spot.source_id}"
    dates = [date_and_minute(moment, scene.zone)[:10] for moment in (spot.first_at, spot.last_at)]
    held = [
        words("spots.department", name=part_name("department", code, code, words), n=whole(n))
        for code, n in spot.departments[:DEPARTMENTS]
    ]
    opened = html.A(
        spot.category or words("loops.untitled"),
        href=scene.link(spot=name),
        **{"aria-current": "true" if name == scene.view.spot else "false"},
    )
    cells = [
        html.Span([opened, html.Span(path, className="quiet")]),
        html.Span([words("spots.span", time=span_text(spot.span, words)), html.Span(_dates(dates, scene))]),
        html.Span(words("spots.counts", n=whole(spot.n), again=whole(spot.again))),
        html.Span(words("spots.open", n=whole(spot.open)) if spot.open else "", className="spot-open"),
        html.Span(" · ".join(held), className="quiet"),
    ]
    return html.Li(cells, **{"data-spot": name})


def _dates(dates: list[str], scene: Scene) -> str:
    return scene.words("spots.dates", first=dates[0], last=dates[1])


def ask_opened(city: City, scene: Scene) -> list[Mapping[str, Any]]:
    """The cases of the spot that the address opens, the newest first."""
    source, _, number = (scene.view.spot or "").partition("/")
    if not number:
        return []
    question = in_days(scene.question(SPOT_METRIC), scene)
    found = city.governance.spot_cases(question, source, number, most=MOST_CASES)
    return list(found.to_pylist())


def render_opened(cases: list[Mapping[str, Any]], scene: Scene) -> Component:
    """Each case with its times, who had it, and the way to its card on the map."""
    words = scene.words
    if not scene.view.spot:
        return frame("spot", "", scene, [], label=words("switch.spots"))
    if not cases:
        return frame("spot", scene.view.spot, scene, [empty(words("spots.not_there"))])
    title = words("spots.opened" if len(cases) < MOST_CASES else "spots.first_of", n=whole(len(cases)))
    return frame(
        "spot",
        f"{cases[0]['category3']} · {title}",
        scene,
        [html.Ol([_case(one, scene) for one in cases], className="loop-cases")],
        data={"feeds": "events"},
    )


def _case(case: Mapping[str, Any], scene: Scene) -> Component:
    words, closed = scene.words, case["closed_at"]
    status = (
        words("spots.closed", time=_written(closed, scene)) if closed else words.term("case_status", case["status"])
    )
    card = scene.screen_link(scene.registry.home, case=f"{case['source']}/{case['source_id']}")
    cells = [
        html.A(case["source_id"], href=card, title=words("spots.on_map")),
        html.Span(case["title"] or case["category3"]),
        html.Span(" · ".join(filter(None, (case["area_name"], case["department"]))), className="quiet"),
        html.Span(_written(case["reported_at"], scene)),
        html.Span(status),
    ]
    return html.Li(cells, **{"data-case-row": case["source_id"]})


def _written(moment: datetime, scene: Scene) -> str:
    return date_and_minute(moment.replace(tzinfo=UTC), scene.zone)


PANEL = Panel("spots", ask, render)
OPENED = Panel("spot", ask_opened, render_opened, is_open=lambda scene: scene.view.spot is not None)
