"""What the browser gets of the search as JSON."""

from __future__ import annotations

import json

from typing_extensions import TypedDict

from dashboard.view.scene import Scene


class SearchWords(TypedDict):
    """Sentences of the search box; {query} is filled in by the browser."""

    label: str
    placeholder: str
    failed: str
    none: str


class SearchSettings(TypedDict):
    """The `data-finder` attribute. ask: the parameters by which the screen that asks is known."""

    ask: str
    words: SearchWords


class SearchResult(TypedDict):
    """An area, a special grid, a case (code: source/number) or a question in words (name: what was understood), and the
    address that goes there."""

    code: str
    name: str
    path: str
    kind: str
    href: str


class SearchGroup(TypedDict):
    """key: areas, special_grids, cases or asked."""

    key: str
    name: str
    results: list[SearchResult]


class SearchAnswer(TypedDict):
    """GET /api/v1/search. understood: a sentence of the first offer; remarks: sentences about the words that it says
    nothing of; both empty without an offer."""

    query: str
    groups: list[SearchGroup]
    understood: str
    remarks: list[str]


def search_settings(scene: Scene) -> str:
    """The JSON of the `data-finder` attribute."""
    settings: SearchSettings = {
        "ask": scene.request_query(),
        "words": {
            "label": scene.words("search.label"),
            "placeholder": scene.words("search.placeholder"),
            "failed": scene.words("search.failed"),
            "none": scene.words("search.none", query="{query}"),
        },
    }
    return json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
