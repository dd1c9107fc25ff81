"""What is new, from memory: a wall asks twice a second, and asks for numbers only when the stamp has changed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic
from typing import Any

from cachetools import LRUCache
from flask import Blueprint, Response, request

from dashboard.access.request_scope import request_scope
from dashboard.access.request_visitor import request_visitor
from dashboard.api.description.operation import Operation, RequestParameter, describe
from dashboard.api.description.parameters import AREA, LANG, NUMBER
from dashboard.api.description.replies import answered
from dashboard.api.json_answers import dumps
from dashboard.display.payloads import News, WallSteering
from dashboard.view import parsers
from dashboard.walls.steering import ALL, Steering, request_steerings
from dashboard.web.packed_answers import Packed, packed, send
from queries.city import City
from queries.values import Newest, NewEvent, Scope, SourceStanding, Stamp

NEWEST = 30
NEWS_BYTES = 12_000_000  # of the news of all areas asked about; some hundred areas
EVENT_BYTES, AREA_BYTES = 600, 2_000  # of one of the newest events, and of what else is held of an area
LOOK_EVERY_S = 0.2  # whether something is new, however many browsers ask meanwhile
PATIENCE_S = 0.1  # for newer news; a busy store gives them to who asks next
LOOKERS = 4  # areas that are looked at at the same time
RUNNING_SECOND = timedelta(seconds=1, microseconds=-1)
# What of a source counts as news: its name, status, and since when it is late. Another delivery is a new version.
Key = tuple[Scope, str]  # and the code of the area
Standing = tuple[tuple[str, str, datetime | None], ...]
LIVE = Operation(
    "state",
    "What is new",
    "From memory, for asking every second: the version, the moment, how fresh each source is, the newest events. With "
    "`since` the present version `newest` is empty.",
    answered("The news.", News),
    (RequestParameter("since", NUMBER, "The version known already."), AREA, LANG),
)


@dataclass(frozen=True)
class AreaNews:
    """The answers of one area: with the newest events, and without for those who have them already.

    version, reports: of the data and of the reports delivered; there may be several within one stamp.
    """

    version: int
    reports: int
    stamp: Stamp
    standing: Standing
    newest: list[NewEvent]
    full: Packed
    short: Packed


@dataclass
class WatchedArea:
    """An area that browsers ask about: its last news, when it was last looked for newer ones, and who does so now."""

    news: AreaNews | None = None
    looked_at: float = 0.0
    looking: Lock = field(default_factory=Lock)

    @property
    def weight(self) -> int:
        """Bytes that it holds, about."""
        news = self.news
        return AREA_BYTES + (news.full.weight + news.short.weight + EVENT_BYTES * len(news.newest) if news else 0)


class LiveNews:
    """The live answer per scope and area, written when data, stamp or the standing of a source moved, for all browsers.

    Only the one request that finds the data moved has the store asked, and waits for it no longer than `patience_s`;
    it and the others get the last news meanwhile. The first request for an area waits as long as it takes.
    """

    def __init__(
        self, city: City, look_every_s: float = LOOK_EVERY_S, patience_s: float = PATIENCE_S, *, release: str = ""
    ) -> None:
        self._release = release
        self._city, self._look_every_s, self._patience_s = city, look_every_s, patience_s
        self._lookers = ThreadPoolExecutor(LOOKERS, thread_name_prefix="news")
        self._places: LRUCache[Key, WatchedArea] = LRUCache(NEWS_BYTES, getsizeof=lambda place: place.weight)
        self._lock = Lock()

    def payload(self, area: str | None, since: int | None = None, *, scope: Scope) -> Packed:
        """The news of an area (None: the whole city) as JSON, the shorter one when `since` is its version.

        Raises UnknownArea.
        """
        news = self._present((scope, area or self._city.tree.root.code))
        return news.short if since == news.version else news.full

    def told(self, news: Packed, steering: Steering) -> str:
        """The same for a wall that somebody steers."""
        until = steering.until.astimezone(self._city.profile.time_zone).isoformat()
        told = asdict(steering) | {"until": until}
        fields = {name: told[name] for name in WallSteering.__annotations__}
        return f'{news.plain.decode().rstrip()[:-1]},"steering":{dumps(fields)}}}\n'

    def _present(self, key: Key) -> AreaNews:
        place = self._place(key)
        last = place.news
        if last and monotonic() - place.looked_at < self._look_every_s:
            return last
        if last is None:
            with place.looking:
                return self._looked(place, key)
        if not place.looking.acquire(blocking=False):
            return last
        try:
            found = self._lookers.submit(self._looked_and_released, place, key)
        except BaseException:
            place.looking.release()
            raise
        try:
            return found.result(self._patience_s)
        except TimeoutError:
            if found.done():
                raise
            return last

    def _looked_and_released(self, place: WatchedArea, key: Key) -> AreaNews:
        try:
            return self._looked(place, key)
        finally:
            place.looking.release()

    def _looked(self, place: WatchedArea, key: Key) -> AreaNews:
        try:
            return self._look(place, *key)
        except BaseException:
            place.news = None  # nobody may take the last news for the present ones
            raise

    def _place(self, key: Key) -> WatchedArea:
        with self._lock:
            if key not in self._places:
                self._city.tree.area(key[1])
                self._places[key] = WatchedArea()
            return self._places[key]

    def _look(self, place: WatchedArea, scope: Scope, code: str) -> AreaNews:
        """The last news if nothing has moved since, else new ones."""
        if place.news and monotonic() - place.looked_at < self._look_every_s:
            return place.news  # somebody else has just looked
        began, version, reports = monotonic(), self._city.sources.data_version, self._city.sources.report_version
        stamp, now = self._city.sources.stamp(), self._city.sources.now()
        sources = self._city.sources.standings(now, scope=scope)
        standing = tuple((source.name, source.status, source.late_since) for source in sources)
        last = place.news
        present = (version, reports, stamp, standing)
        if last is None or (last.version, last.reports, last.stamp, last.standing) != present:
            known = last and (last.version, last.stamp) == (version, stamp)
            newest = last.newest if last and known else self._newest(code, now, scope)
            freshness = self._city.sources.freshness(now, scope=scope).status
            fields = self._fields(code, version, stamp, now, sources) | {"freshness": freshness, "reports": reports}
            full, short = fields | {"changed": True, "newest": newest}, fields | {"changed": False, "newest": []}
            bodies = packed(dumps(full) + "\n"), packed(dumps(short) + "\n")
            place.news = last = AreaNews(*present, newest, *bodies)
            with self._lock:
                self._places[scope, code] = place  # weighed anew
        place.looked_at = began
        return last

    def _fields(
        self, code: str, version: int, stamp: Stamp, now: datetime, sources: tuple[SourceStanding, ...]
    ) -> dict[str, Any]:
        return {
            "version": version,
            "as_of": now,
            "stamp": str(stamp),
            "area": code,
            "release": self._release,
            "sources": [self._source(source) for source in sources],
        }

    def _newest(self, code: str, now: datetime, scope: Scope) -> list[NewEvent]:
        area = self._city.tree.area(code)
        return self._city.cases.newest(Newest(area, now + RUNNING_SECOND, NEWEST, scope=scope))

    def _source(self, source: SourceStanding) -> dict[str, Any]:
        return source.freshness.as_json() | {"title": source.title(self._city.profile.language)}


def _steering() -> Steering | None:
    """What the asker is told if it is a wall; of a city without accounts every screen may be one."""
    visitor = request_visitor()
    if visitor.account is None:
        return request_steerings().of_wall(ALL, visitor.scope)
    return request_steerings().of_wall(visitor.account.name, visitor.scope) if visitor.account.is_device else None


def routes(city: City, release: str) -> Blueprint:
    """GET /api/v1/live[?since=V][&area=CODE]: the news; `newest` is empty when V is the present version. release: the
    program that answers."""
    part = Blueprint("live", __name__, url_prefix="/api/v1")
    news = LiveNews(city, release=release)

    @part.get("/live")
    @describe(LIVE)
    def live() -> Response:
        since = request.args.get("since", "")
        known = parsers.version("since", since) if since else None
        found, steering = news.payload(request.args.get("area"), known, scope=request_scope()), _steering()
        if steering is None:
            return send(found, "application/json")
        return Response(news.told(found, steering), mimetype="application/json")

    return part
