"""Drawings of panels in the form in which they are sent, made once per panel, address, stamp and scope."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.access.request_scope import request_scope
from dashboard.display.panel import Panel
from dashboard.view.stamps import parse_stamp
from queries.city import City
from queries.values import Scope, SingleFlight

Draw = Callable[[Panel, City, str | None, str | None, str], Component]
# What Dash writes into every component about its class; all else that does not begin with _ is a property.
_ABOUT_CLASSES = frozenset({"available_properties", "available_wildcard_properties"})
_Key = tuple[Scope, str, str | None, str | None, str]


@dataclass(frozen=True)
class Drawing:
    """content: JSON text of the elements as `elements_of` writes them."""

    content: str
    digest: str


class SharedDrawings:
    """The drawings of one city: each is made once for all who wait for it, the latest used are cached, errors are not.

    draw: makes the components of a panel for an address (path and query) at a stamp.
    """

    def __init__(self, city: City, draw: Draw) -> None:
        self._city, self._draw = city, draw
        self._cache: SingleFlight[_Key, Drawing] = SingleFlight(
            city.memory.share("drawings"),
            lambda drawing: sys.getsizeof(drawing.content),
            is_superseded=lambda key: key[-1] != str(city.sources.stamp()),
        )

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
    """A component tree as text, with its digest."""
    text = elements_of(drawn)
    return Drawing(text, f"{short(search or '')}-{short(text)}")


def elements_of(drawn: Component) -> str:
    """JSON of a tree of HTML components: an element is [name, properties, children], a text or number is itself.

    The names of properties are React's. Raises TypeError for a component that is not one of `dash.html`.
    """
    return json.dumps(drawn, default=_element, ensure_ascii=False, separators=(",", ":"))


def _element(part: Any) -> list[Any]:
    if not isinstance(part, Component) or type(part).__module__.rpartition(".")[0] != html.__name__:
        raise TypeError(f"{type(part).__name__} is no HTML component; a panel consists of them alone.")
    properties = {name: value for name, value in vars(part).items() if name[0] != "_" and name not in _ABOUT_CLASSES}
    children = properties.pop("children", None)
    inside = children if isinstance(children, list | tuple) else [] if children is None else [children]
    if any(isinstance(child, list | tuple) for child in inside):
        raise TypeError("Children of a component are one list, without lists inside.")
    return [type(part).__name__.lower(), properties, inside]


def digest_of(drawn: Component, search: str | None) -> str:
    """A short digest of a drawing, the part before the dash of its address: equal drawings are not sent again."""
    return drawing_of(drawn, search).digest


def short(text: str) -> str:
    """Sixteen hexadecimal digits that identify a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
