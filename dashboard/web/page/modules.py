"""The browser's modules, served under an address that carries the version of all of them.

Relative imports keep the version, so that every module may stay in a browser's cache for ever. By default the entry
holds all modules, and the address of another one leads to the one inside it; apart, each is served as its file stands.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

from flask import Flask, Response
from markupsafe import Markup

from dashboard.errors import NotFound
from dashboard.web.page.module_bundle import bundle, facade, source_map

PATH = "/modules/"
ENTRY = "main.js"
MAP = "main.js.map"
START = "window.startDash = () => new DashRenderer();"
"""Dash's inline script: the modules call it once all of them listen."""


class Modules:
    """The modules (`*.js`) below a folder, cached in memory. version: twelve hexadecimal digits, a hash of their
    names and content. apart: every module in an answer of its own."""

    def __init__(self, folder: Path, *, apart: bool = False) -> None:
        files = sorted(folder.rglob("*.js"))
        self._sources = {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in files}
        self._apart = apart
        digest = hashlib.sha256(f"{apart}\0".encode())
        for name, source in self._sources.items():
            digest.update(f"{name}\0{len(source)}\0{source}".encode())
        self.version = digest.hexdigest()[:12]

    def address(self, name: str) -> str:
        """Where a module lies."""
        return f"{PATH}{self.version}/{name}"

    def tags(self) -> Markup:
        """The script of the entry, and links that let a browser fetch at once whatever it will import."""
        script = Markup('<script type="module" src="{}"></script>').format(self.address(ENTRY))
        link = Markup('<link rel="modulepreload" href="{}">').format
        links = [link(self.address(name)) for name in (self._sources if self._apart else [ENTRY])]
        return Markup("\n").join([*links, script])

    def register(self, flask: Flask) -> None:
        """GET /modules/<version>/<name>; 404 for another version or anything that is no module."""

        def module(version: str, name: str) -> Response:
            if version != self.version or not (name in self._sources or name == MAP):
                raise NotFound("There is no such module.")
            kind = "application/json" if name == MAP else "text/javascript"
            return Response(self._body(name), mimetype=kind)

        flask.add_url_rule(f"{PATH}<version>/<path:name>", "modules", module)

    def _body(self, name: str) -> str:
        if name == MAP:
            return source_map(self._sources)
        if self._apart:
            return self._sources[name]
        return self._bundle if name == ENTRY else facade(name, self._sources[name], ENTRY)

    @cached_property
    def _bundle(self) -> str:
        return f"{bundle(self._sources, ENTRY)}//# sourceMappingURL={MAP}\n"
