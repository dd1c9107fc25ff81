"""Cases that may be one matter though no source linked them, each pair with its reasons, for people to judge."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.loop_scene import in_days
from dashboard.display.panel import Panel, empty, frame
from dashboard.display.wording import absence
from dashboard.governance.spot_answers import path_to
from dashboard.panels.governance.act_button import act_button
from dashboard.panels.governance.loop_cases import act_line
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import whole
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import (
    DAYS_BACK,
    MATTER_LOOP,
    OF_PERIOD,
    PAIR_DAYS,
    PAIR_METRES,
    PairedCase,
    Suggestion,
    Suggestions,
)

KEY = "suggestions"
MOST = 40


@dataclass(frozen=True)
class SuggestionsShown:
    """The pairs, each with the areas of its later case."""

    found: Suggestions
    paths: tuple[str, ...]


def ask(city: City, scene: Scene) -> SuggestionsShown:
    """Those of the area: of the days of the address, or of the last ones."""
    found = city.governance.suggestions(in_days(scene.question(MATTER_LOOP), scene), MOST, scene.known)
    return SuggestionsShown(found, tuple(path_to(one.area_id, city) if one.area_id else "" for one in found.pairs))


def render(shown: SuggestionsShown, scene: Scene) -> Component:
    """A row a pair."""
    words, found = scene.words, shown.found
    title = words("suggestions.title_days" if scene.view.period else "suggestions.title", days=DAYS_BACK)
    if found.status != "ok":
        is_of_days = any(one.code in OF_PERIOD for one in found.reasons)
        said = absence(found.reasons, scene) if is_of_days else words("suggestions.no_data")
        return frame(KEY, title, scene, [empty(said)], data={"feeds": "events"})
    rule = words("suggestions.rule", metres=whole(PAIR_METRES), days=whole(PAIR_DAYS))
    body: list[Component] = [html.P(rule, className="quiet")]
    rows = [_row(pair, path, scene) for pair, path in zip(found.pairs, shown.paths, strict=True)]
    body.append(html.Ol(rows, className="spots pairs") if rows else empty(words("suggestions.none")))
    if rest := found.all_pairs - len(rows):
        body.append(html.P(words("suggestions.more", count=whole(rest)), className="quiet"))
    return frame(KEY, title, scene, body, data={"feeds": "events"})


def _row(pair: Suggestion, path: str, scene: Scene) -> Component:
    words = scene.words
    cells: list[Component] = [
        html.Span([pair.category or words("suggestions.one_person"), html.Span(path)]),
        _case(pair.earlier, scene),
        _case(pair.later, scene),
        html.Span(" · ".join(_reasons(pair, scene)), className="quiet"),
        act_button(pair.later.source, pair.later.source_id, scene),
    ]
    acts = [html.Ul([act_line(one, scene) for one in pair.acts], className="case-acts")] if pair.acts else []
    return html.Li([*cells, *acts], **{"data-pair": f"{pair.earlier.source_id} {pair.later.source_id}"})


def _case(case: PairedCase, scene: Scene) -> Component:
    card = scene.screen_link(scene.registry.home, case=f"{case.source}/{case.source_id}")
    said = [part_name("channel", case.channel, case.channel, scene.words) if case.channel else ""]
    said.append(date_and_minute(case.reported_at, scene.zone))
    return html.Span([html.A(case.source_id, href=card), html.Span(" · ".join(filter(None, said)))])


def _reasons(pair: Suggestion, scene: Scene) -> list[str]:
    words, apart = scene.words, pair.later.reported_at - pair.earlier.reported_at
    reasons = [words("suggestions.within", time=span_text(apart, words))]
    if pair.metres is not None:
        reasons.append(words("suggestions.near", metres=whole(round(pair.metres))))
    if pair.same_person:
        reasons.append(words("suggestions.person"))
    if pair.likeness is not None:
        reasons.append(words("suggestions.alike", share=whole(round(100 * pair.likeness))))
    return reasons


PANEL = Panel(KEY, ask, render)
