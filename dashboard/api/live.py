"""What is new, from memory: a browser asks every second and asks for numbers only when the version has changed."""

from threading import Lock
from typing import Any

from flask import Blueprint, Response, request

from dashboard.api.json_answers import dumps
from dashboard.errors import BadParameter
from queries.city import City
from queries.stamp import Stamp

NEWEST = 30


class LiveNews:
    """The live answer per (area, stamp), written once and shared by every browser that asks within that stamp."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._lock = Lock()
        self._stamp: Stamp | None = None
        self._written: dict[str, str] = {}

    def body(self, area: str | None) -> tuple[int, str]:
        """Data version and JSON text for an area (None: the whole city). Raises UnknownArea."""
        place = self._city.tree.area(area) if area else self._city.tree.root
        stamp = self._city.stamp()
        with self._lock:
            if self._stamp != stamp:
                self._stamp, self._written = stamp, {}
            text = self._written.get(place.code)
            if text is None:
                text = self._written[place.code] = dumps(self._news(place.code, stamp))
        return stamp.data_version, text

    def _news(self, code: str, stamp: Stamp) -> dict[str, Any]:
        freshness = self._city.freshness(stamp.as_of)
        return {
            "version": stamp.data_version,
            "as_of": stamp.as_of,
            "stamp": str(stamp),
            "area": code,
            "sources": [source.as_json() for source in freshness.sources],
            "newest": self._city.newest(code, stamp.as_of, NEWEST),
            "freshness": freshness.status,
        }


def routes(city: City) -> Blueprint:
    """GET /api/v1/live?since=V[&area=CODE]: the news; always the whole of it, a few kB."""
    part = Blueprint("live", __name__, url_prefix="/api/v1")
    news = LiveNews(city)

    @part.get("/live")
    def live() -> Response:
        since = request.args.get("since", "")
        if since and not since.lstrip("-").isdecimal():
            raise BadParameter("since", f"{since!r} is no data version")
        _, text = news.body(request.args.get("area"))
        return Response(text + "\n", mimetype="application/json")

    return part
