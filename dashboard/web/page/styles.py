"""The style sheets of the screens in one answer, under an address that carries their hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response
from markupsafe import Markup

from dashboard.errors import NotFound

PATH = "/styles/"


class Styles:
    """The style sheets (`*.css`) of a folder and its folders in the order of their names, cached in memory."""

    def __init__(self, folder: Path) -> None:
        self._text = "\n".join(file.read_text("utf-8") for file in sorted(folder.rglob("*.css")))
        self.version = hashlib.sha256(self._text.encode()).hexdigest()[:12]

    def tag(self) -> Markup:
        """The link to them."""
        return Markup('<link rel="stylesheet" href="{}">').format(f"{PATH}{self.version}.css")

    def register(self, flask: Flask) -> None:
        """GET /styles/<version>.css; 404 for another version."""

        def styles(version: str) -> Response:
            if version != self.version:
                raise NotFound("There is no such style sheet.")
            return Response(self._text, mimetype="text/css")

        flask.add_url_rule(f"{PATH}<version>.css", "styles", styles)
