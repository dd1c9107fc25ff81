"""Drawings of panels in the form in which Dash sends them, made once per panel, address, stamp and scope."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from dashboard.access.request_scope import request_scope
from dashboard.display.panel import Panel
from dashboard.view.stamps import parse_stamp
from queries.city import City
from queries.values import Scope, SingleFlight

CACHED_CHARACTERS = 6_000_000  # of JSON, in memory some ten times as many bytes: about a hundred different walls
Draw = Callable[[Panel, City, str | None, str | None, str], Component]
_Key = tuple[Scope, str, str | None, str | None, str]


@dataclass(frozen=True)
class Drawing:
    """content: nested plain values, to be read only, for browsers share it; characters: of it as JSON."""

    content: dict[str, Any]
    digest: str
    characters: int


class SharedDrawings:
    """The drawings of one city: each is made once for all who wait for it, the latest used are cached, errors are not.

    draw: makes the components of a panel for an address (path and query) at a stamp.
    """

    def __init__(self, city: City, draw: Draw) -> None:
        self._city, self._draw = city, draw
        self._cache: SingleFlight[_Key, Drawing] = SingleFlight(CACHED_CHARACTERS, lambda drawing: drawing.characters)

    def held(self, panel: Panel, pathname: str | None, search: str | None, stamp: str) -> Drawing | None:
        """The drawing, if it need not be made."""
        return self._cache.held((request_scope(), panel.key, pathname, search, stamp))

    def of(self, panel: Panel, pathname: str | None, search: str | None, stamp: str | None) -> Drawing:
        """The drawing of a panel for an address at a stamp (None: the present one). Raises what `draw` raises."""
        at = stamp or str(self._city.sources.stamp())

        def made() -> Drawing:
            with self._city.sources.shared_at(parse_stamp(at, self._city.sources.stamp()).version):
                return drawing_of(self._draw(panel, self._city, pathname, search, at), search)

        return self._cache.get((request_scope(), panel.key, pathname, search, at), made)


def drawing_of(drawn: Component, search: str | None) -> Drawing:
    """A component tree as plain values, with its digest."""
    text = json.dumps(drawn.to_plotly_json(), default=lambda part: part.to_plotly_json(), sort_keys=True)
    return Drawing(json.loads(text), f"{short(search or '')}-{short(text)}", len(text))


def digest_of(drawn: Component, search: str | None) -> str:
    """A short digest of a drawing, the part before the dash of its address: equal drawings are not sent again."""
    return drawing_of(drawn, search).digest


def short(text: str) -> str:
    """Sixteen hexadecimal digits that identify a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
