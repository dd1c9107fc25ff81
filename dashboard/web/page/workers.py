"""The browser's workers: scripts that run beside a page, under an address that carries the version of all of them.

A browser lets one of them look after the wall alone, whatever folder its address seems to lie in.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response

from dashboard.errors import NotFound

PATH = "/workers/"
LAST_PICTURE, WALL_WATCH = "last_picture.js", "wall_watch.js"
SCOPE = "/wall"


class Workers:
    """The scripts (`*.js`) of a folder, cached in memory. release: of the page that they belong to: with another one
    begins another worker, which keeps nothing of the one before."""

    def __init__(self, folder: Path, release: str) -> None:
        self._sources = {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*.js"))}
        written = "".join(f"{name}\0{source}\0" for name, source in self._sources.items())
        self.version = hashlib.sha256(f"{release}\0{written}".encode()).hexdigest()[:12]

    def address(self, name: str) -> str:
        """Where one lies."""
        return f"{PATH}{self.version}/{name}"

    def register(self, flask: Flask) -> None:
        """GET /workers/<version>/<name>; 404 for another version or anything that is no worker."""

        def worker(version: str, name: str) -> Response:
            if version != self.version or name not in self._sources:
                raise NotFound("There is no such worker.")
            answer = Response(self._sources[name], mimetype="text/javascript")
            answer.headers["Service-Worker-Allowed"] = SCOPE
            return answer

        flask.add_url_rule(f"{PATH}<version>/<name>", "workers", worker)
