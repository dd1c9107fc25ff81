"""A row of links of which one is the present choice: orders of a list, one of several evaluations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component


@dataclass(frozen=True)
class Choice:
    """A link. text: as people read it; href: of the screen that has chosen it."""

    text: str
    href: str
    is_chosen: bool


def choice_links(label: str, choices: Iterable[Choice]) -> Component:
    """The links; label: what is chosen, for screen readers."""
    links = [
        html.A(one.text, href=one.href, **{"aria-current": "true" if one.is_chosen else "false"}) for one in choices
    ]
    return html.Nav(links, className="choice-links", **{"aria-label": label})
