"""The page that Dash fills: its scripts in the head, fetched at once and run in their order after the page is read."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from dash import Dash

from dashboard.access.request_visitor import request_visitor
from dashboard.access.roles.visitor import BY_TOKEN
from dashboard.web.page.modules import START, Modules
from dashboard.web.page.release import release_of
from dashboard.web.page.styles import Styles
from dashboard.web.page.workers import LAST_PICTURE, WALL_WATCH, Workers

UNUSED = ("polyfill@", "/dash_table/", "/dash/dcc/")
"""Scripts that Dash loads for browsers without ES modules, and for components that no screen uses."""
_SCRIPT = re.compile(r'<script src="([^"]+)"></script>\n?')
TEMPLATE = """<!DOCTYPE html>
<html>
    <head>
        {%metas%}
        <title>{%title%}</title>
        <link rel="preload" as="fetch" crossorigin href="/_dash-layout">
        <link rel="preload" as="fetch" crossorigin href="/_dash-dependencies">
        STYLES
        MODULES
        {%scripts%}
        {%favicon%}
        {%css%}
    </head>
    <body>
        {%app_entry%}
        <footer>
            {%config%}
            {%renderer%}
        </footer>
    </body>
</html>"""


class Page(Dash):  # type: ignore[misc]
    """A Dash application with this page."""

    def __init__(self, *, modules: Modules, styles: Styles, workers: Workers, **options: Any) -> None:
        template = TEMPLATE.replace("STYLES", styles.tag()).replace("MODULES", modules.tags())
        super().__init__(**options, index_string=template)
        self.renderer = START
        self._release, self._keeper = release_of(modules, styles), workers.address(LAST_PICTURE)
        self._watcher = workers.address(WALL_WATCH)

    def interpolate_index(self, **parts: Any) -> str:
        """The page from its parts. Overrides a method that Dash offers for it."""
        parts |= {"scripts": deferred(parts["scripts"]), "title": escape(parts["title"])}
        page: str = super().interpolate_index(**parts)
        about = {"may": " ".join(offered()), "visitor": kind_of_visitor()}
        about |= {"release": self._release, "watcher": self._watcher}
        if may_keep():
            about["keeps"] = self._keeper
        written = " ".join(f'data-{name}="{value}"' for name, value in about.items())
        return page.replace("<html>", f"<html {written}>", 1)


def kind_of_visitor() -> str:
    """How whoever asks came in: account, local, or other; style sheets and modules go by it."""
    visitor = request_visitor()
    return "account" if visitor.account else "local" if visitor.is_local else "other"


def may_keep() -> bool:
    """Whether the browser of whoever asks may keep the last picture of a wall: one that is paired, and where nobody
    signs in; never that of a person, who may sit at a machine of many."""
    visitor = request_visitor()
    is_paired = visitor.account is not None and visitor.account.is_device
    return is_paired or visitor.is_local or visitor.who == BY_TOKEN


def offered() -> list[str]:
    """The abilities of whoever asks, by which style sheets leave out what is of no use to them (`data-needs`). A holder
    of the token may bring the key of a source besides, and load a file with it."""
    visitor = request_visitor()
    return sorted(visitor.abilities | ({"load"} if visitor.who == BY_TOKEN else set()))


def deferred(scripts: str) -> str:
    """Script elements as Dash writes them, without the unused ones, each to be run when the page has been read."""

    def tag(found: re.Match[str]) -> str:
        return "" if any(part in found[1] for part in UNUSED) else f'<script defer src="{found[1]}"></script>\n'

    return _SCRIPT.sub(tag, scripts)
