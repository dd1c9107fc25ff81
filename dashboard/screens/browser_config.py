"""What the scripts of the browser have to know of screens and URL parameters, written into the page as JSON."""

from __future__ import annotations

import json

from typing_extensions import TypedDict

from dashboard.screens.screen_registry import SCREENS
from dashboard.view.view_state import PARAMETERS

ELEMENT_ID = "yiping-config"
END_OF_HEAD = "</head>"


class ParameterConfig(TypedDict):
    """A URL parameter. default: as an address would write it, None where the city chooses; dropped_by: the parameters,
    or "screen", whose change takes it out of an address.
    """

    name: str
    default: str | None
    dropped_by: list[str]


class ScreenConfig(TypedDict):
    """A screen. refresh_s: seconds between two questions for news; live: whether it follows the news."""

    key: str
    path: str
    refresh_s: float
    live: bool
    interactive: bool
    wall: bool


class BrowserConfig(TypedDict):
    """All of it. plotly: the address of plotly.js."""

    parameters: list[ParameterConfig]
    screens: list[ScreenConfig]
    plotly: str


def browser_config(plotly: str) -> BrowserConfig:
    """The tables of this application."""
    return {
        "parameters": [
            {
                "name": one.name,
                "default": None if one.default is None else one.write(one.default),
                "dropped_by": list(one.dropped_by),
            }
            for one in PARAMETERS
        ],
        "screens": [
            {
                "key": screen.key,
                "path": screen.path,
                "refresh_s": screen.refresh_s,
                "live": screen.live,
                "interactive": screen.is_interactive,
                "wall": screen.is_wall,
            }
            for screen in SCREENS
        ],
        "plotly": plotly,
    }


def with_browser_config(page: str, plotly: str) -> str:
    """`page`, the HTML template of Dash, with the tables in an element of their own.

    A browser does not execute JSON, so the content security policy needs no exception; `<` is escaped, so that no text
    can end the element.
    """
    written = json.dumps(browser_config(plotly), ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c")
    element = f'<script type="application/json" id="{ELEMENT_ID}">{written}</script>'
    return page.replace(END_OF_HEAD, f"{element}\n    {END_OF_HEAD}", 1)
