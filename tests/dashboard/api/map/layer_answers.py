"""What the map addresses answer for a tiny city that is reported to."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient

from dashboard.server.app import create_app
from dashboard.settings import Settings
from tests.cities.tiny.cases import AS_OF
from tests.cities.town import Town
from tests.dashboard.api.checked_client import checked

WHOLE = "112.9,33.9,113.3,34.3"
AROUND_E1 = "113.14,34.04,113.16,34.06"


def client_of(town: Town) -> FlaskClient:
    return checked(create_app(Settings(token=None), town.city).server)


def ask(client: FlaskClient, layer: str, *, search: str = "", stamp: str | None = None, **more: Any) -> Any:
    """The answer of a layer for the whole city, as of the tiny city's moment."""
    given = {"zoom": 9, "bbox": WHOLE, "stamp": stamp or f"0.{int(AS_OF.timestamp())}"} | more
    query = "&".join(f"{name}={value}" for name, value in given.items())
    answer = client.get(f"/api/v1/map/{layer}?path=/&search={quote(search)}&{query}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()
