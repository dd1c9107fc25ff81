"""The browser's modules, served under an address that carries the version of all of them.

Relative imports keep the version, so that every module may stay in a browser's cache for ever.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response
from markupsafe import Markup

from dashboard.errors import NotFound

PATH = "/modules/"
ENTRY = "main.js"
START = "window.startDash = () => new DashRenderer();"
"""Dash's inline script: the entry module calls it once all modules listen."""


class Modules:
    """The modules (`*.js`) below a folder, cached in memory. version: twelve hexadecimal digits, a hash of their
    names and content."""

    def __init__(self, folder: Path) -> None:
        files = sorted(folder.rglob("*.js"))
        self._bodies = {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
        digest = hashlib.sha256()
        for name, body in self._bodies.items():
            digest.update(f"{name}\0{len(body)}\0".encode() + body)
        self.version = digest.hexdigest()[:12]

    def address(self, name: str) -> str:
        """Where a module lies."""
        return f"{PATH}{self.version}/{name}"

    def preloads(self) -> Markup:
        """Links that let a browser fetch all modules at once instead of one import after the other."""
        link = Markup('<link rel="modulepreload" href="{}">').format
        return Markup("\n").join(link(self.address(name)) for name in self._bodies)

    def register(self, flask: Flask) -> None:
        """GET /modules/<version>/<name>; 404 for another version or anything that is no module."""

        def module(version: str, name: str) -> Response:
            if version != self.version or name not in self._bodies:
                raise NotFound("There is no such module.")
            return Response(self._bodies[name], mimetype="text/javascript")

        flask.add_url_rule(f"{PATH}<version>/<path:name>", "modules", module)
