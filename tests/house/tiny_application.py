"""The tiny city and its application, for the checks of recipes: run in a copy of the tree, by a process of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient

from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from tests.cities.builder import build_city


@contextmanager
def tiny_application() -> Iterator[tuple[City, FlaskClient]]:
    """The city with its cases, and a client of its application."""
    folder = Path(os.environ["YIPING_HOME"]) / "tiny"
    with build_city(folder) as city:
        yield city, create_app(Settings(), city).server.test_client()
