"""Kinds that may recur, found by clustering of titles, each with its most telling words, for a person to judge."""

from __future__ import annotations

import json
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.display.panel import Panel, empty, frame
from dashboard.governance.spot_answers import path_to
from dashboard.panels.governance.kind_entry import judging
from dashboard.view.conditions import written
from dashboard.view.scene import Scene
from dashboard.words.numbers import short_decimal, whole
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import KindProposal, Proposals

KEY = "kind_proposals"
MOST = 20


@dataclass(frozen=True)
class ProposalsShown:
    """The proposals for the area that nobody has judged, the first with the areas that they lie in."""

    found: Proposals
    paths: tuple[str, ...]


def ask(city: City, scene: Scene) -> ProposalsShown:
    """What the last run of the job found."""
    found = city.recurring_kinds.proposals(scene.area, scope=scene.scope)
    return ProposalsShown(found, tuple(path_to(one.area_id, city) for one in found.proposals[:MOST]))


def render(shown: ProposalsShown, scene: Scene) -> Component:
    """A row a proposal: where, its words, how many, and the form."""
    words, found = scene.words, shown.found
    title = words("kind_proposals.title")
    if found.status != "ok" or not found.first or not found.last:
        return frame(KEY, title, scene, [empty(words(f"kind_proposals.{found.status}"))], is_filtered=False)
    days = {"first": found.first.isoformat(), "last": found.last.isoformat()}
    body: list[Component] = [
        html.P(words("kind_proposals.rule", titles=whole(found.titles), **days), className="quiet")
    ]
    rows = [_row(one, path, scene) for one, path in zip(found.proposals[:MOST], shown.paths, strict=True)]
    body.append(html.Ol(rows, className="spots") if rows else empty(words("kind_proposals.none")))
    if rest := len(found.proposals) - len(rows):
        body.append(html.P(words("kind_proposals.more", count=whole(rest)), className="quiet"))
    return frame(KEY, title, scene, body, is_filtered=False)


def _row(one: KindProposal, path: str, scene: Scene) -> Component:
    words, cluster = scene.words, one.cluster
    category = part_name("category3", one.category, one.category, words)
    telling = [
        words(
            "kind_proposals.word",
            word=word.word,
            inside=short_decimal(100 * word.inside, 0),
            outside=short_decimal(100 * word.outside, 0),
        )
        for word in cluster.telling
    ]
    figures = {"n": cluster.n, "of": cluster.compared, "matched": cluster.matched}
    said = words("kind_proposals.counts", **{key: whole(n) for key, n in figures.items()})
    fixed = {"where": written(one.cases.where), "area": one.cases.area, "words": " ".join(one.cases.words)}
    name = f"{category} {' '.join(one.cases.words)}"
    form = json.dumps(judging(fixed, name, scene), ensure_ascii=False, separators=(",", ":"))
    cells: list[Component] = [
        html.Span([category, html.Span(path)]),
        html.Span([" · ".join(telling), html.Span(said)]),
        html.Div(className="act-form", **{"data-act-form": form, "data-needs": "act"}),
    ]
    return html.Li(cells, **{"data-proposal": one.cases.key})


PANEL = Panel(KEY, ask, render)
