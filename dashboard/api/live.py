"""What is new, from memory: a browser asks every second and asks for numbers only when the version has changed."""

from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask import Blueprint, Response, request

from dashboard.api.json_answers import dumps
from dashboard.errors import BadParameter
from queries.city import City
from queries.stamp import Stamp

NEWEST = 30
AREAS_KEPT = 1000


@dataclass(frozen=True)
class News:
    """The answers of one area at one stamp: with the newest events, and without for those who have them already."""

    stamp: Stamp
    full: str
    short: str


class LiveNews:
    """The live answer per area and stamp, written once and shared by every browser that asks within that stamp."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._writing = Lock()
        self._written: dict[str, News] = {}

    def text(self, area: str | None, since: int | None = None) -> str:
        """The news of an area (None: the whole city) as JSON, the shorter one when `since` is the present version.

        Raises UnknownArea.
        """
        news = self._present(area)
        return news.short if since == news.stamp.data_version else news.full

    def _present(self, area: str | None) -> News:
        code = self._city.tree.area(area).code if area else self._city.tree.root.code
        stamp = self._city.stamp()
        written = self._written.get(code)
        if written and written.stamp == stamp:
            return written
        if written and not self._writing.acquire(blocking=False):
            return written  # another request is writing the new one: the last is good for an instant more
        if not written:
            self._writing.acquire()
        try:
            return self._write(code, stamp)
        finally:
            self._writing.release()

    def _write(self, code: str, stamp: Stamp) -> News:
        freshness = self._city.freshness(stamp.as_of)
        told: dict[str, Any] = {
            "version": stamp.data_version,
            "as_of": stamp.as_of,
            "stamp": str(stamp),
            "area": code,
            "sources": [source.as_json() for source in freshness.sources],
            "freshness": freshness.status,
        }
        newest = self._city.newest(code, stamp.as_of, NEWEST)
        full, short = told | {"changed": True, "newest": newest}, told | {"changed": False, "newest": []}
        news = News(stamp, dumps(full), dumps(short))
        if len(self._written) >= AREAS_KEPT:
            self._written = {}
        self._written[code] = news
        return news


def routes(city: City) -> Blueprint:
    """GET /api/v1/live[?since=V][&area=CODE]: the news; `newest` is empty when V is the present version."""
    part = Blueprint("live", __name__, url_prefix="/api/v1")
    news = LiveNews(city)

    @part.get("/live")
    def live() -> Response:
        since = request.args.get("since", "")
        if since and not since.isdecimal():
            raise BadParameter("since", f"{since!r} is no data version")
        text = news.text(request.args.get("area"), int(since) if since else None)
        return Response(text + "\n", mimetype="application/json")

    return part
