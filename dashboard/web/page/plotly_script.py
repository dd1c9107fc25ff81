"""plotly.js as it comes with Plotly for Python, which Dash needs anyway: nothing is fetched from elsewhere.

A browser loads it once its first screen is painted, and keeps it.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import distribution
from pathlib import Path

from flask import Flask, Response, send_file

from dashboard.errors import NotFound

PATH = "/scripts/"
_INSIDE = "plotly/package_data/plotly.min.js"


class PlotlyScript:
    """The script. version: twelve hexadecimal digits, a hash of its content."""

    def __init__(self) -> None:
        self._file = Path(str(distribution("plotly").locate_file(_INSIDE))).resolve()
        self.version = hashlib.sha256(self._file.read_bytes()).hexdigest()[:12]

    @property
    def address(self) -> str:
        """Where it lies."""
        return f"{PATH}{self.version}/plotly.js"

    def register(self, flask: Flask) -> None:
        """GET /scripts/<version>/plotly.js; 404 for another version."""

        def plotly_script(version: str) -> Response:
            if version != self.version:
                raise NotFound("There is no such script.")
            return send_file(self._file, mimetype="text/javascript")

        flask.add_url_rule(f"{PATH}<version>/plotly.js", "plotly_script", plotly_script)
