"""The walls that have reported to this server, in its memory: a restart forgets them, and within a minute they are
there again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock

from dashboard.access.roles.visitor import BY_TOKEN, Visitor
from dashboard.walls.health.report import WallReport
from queries.values import Scope

KEPT_FOR = timedelta(days=1)
SILENT_AFTER = timedelta(seconds=150)
"""Two reports of a minute are missing."""
MOST_WALLS, MOST_AT_AN_ADDRESS = 500, 40
"""A report holds about a kilobyte; one browser with many windows cannot drive out the walls of others."""
_Key = tuple[str, str, str]


@dataclass(frozen=True)
class SeenWall:
    """name: as the pairing calls it; address: in the network; both empty for the browser of a person, of whom nothing
    is kept. scope: what it may show. begun_at, heard_at (aware): of its first and of its newest report."""

    name: str
    address: str
    scope: Scope
    report: WallReport
    begun_at: datetime
    heard_at: datetime

    def is_gone(self, now: datetime) -> bool:
        """Whether it was closed or is not heard of any more."""
        return self.report.state == "left" or now - self.heard_at > SILENT_AFTER


class SeenWalls:
    """What each wall reported last. Safe to use from many threads."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now, self._lock = now, Lock()
        self._seen: dict[_Key, SeenWall] = {}
        self.since = now()

    def note(self, visitor: Visitor, report: WallReport) -> None:
        """A wall reports."""
        now, key = self._now(), (visitor.who, visitor.origin, report.wall)
        name, address = _declared(visitor)
        with self._lock:
            before = self._seen.pop(key, None)
            begun_at = before.begun_at if before else now
            beside = [one for one in self._seen if one[:2] == key[:2]]
            if len(beside) >= MOST_AT_AN_ADDRESS:
                del self._seen[beside[0]]
            while len(self._seen) >= MOST_WALLS:
                del self._seen[next(iter(self._seen))]  # the one that was heard of longest ago
            self._seen[key] = SeenWall(name, address, visitor.scope, report, begun_at, now)

    def within(self, scope: Scope) -> list[SeenWall]:
        """Those of the last day that show nothing but what an asker may see, in the order of their names and addresses.
        One that was loaded anew in another window is there once."""
        now = self._now()
        with self._lock:
            self._seen = {key: one for key, one in self._seen.items() if now - one.heard_at <= KEPT_FOR}
            found = list(self._seen.items())
        gone = {key for key, one in found if one.is_gone(now) and any(_follows(key, one, *other) for other in found)}
        shown = [one for key, one in found if key not in gone]
        return sorted((one for one in shown if _lies_within(one.scope, scope)), key=_place)

    def now(self) -> datetime:
        """The present moment by the clock of the server."""
        return self._now()


def _declared(visitor: Visitor) -> tuple[str, str]:
    """Name and address of a wall; nothing of the browser of somebody who signed in or came by a link."""
    if visitor.account is not None and visitor.account.is_device:
        return visitor.account.display_name or visitor.account.name, visitor.origin
    is_nameless = visitor.is_local or (visitor.account is None and visitor.who == BY_TOKEN)
    return "", visitor.origin if is_nameless else ""


def _follows(key: _Key, one: SeenWall, other_key: _Key, other: SeenWall) -> bool:
    """Whether another window of the same browser began after this one was last heard of."""
    return key[:2] == other_key[:2] and other.begun_at > one.heard_at


def _lies_within(wall: Scope, asker: Scope) -> bool:
    lines = asker.lines_of_business
    if lines is not None and (wall.lines_of_business is None or not set(wall.lines_of_business) <= set(lines)):
        return False
    if wall.areas is None:
        return asker.areas is None
    return all(asker.covers(first, last) for first, last in wall.areas)


def _place(one: SeenWall) -> tuple[bool, str, str, datetime, str]:
    return not one.name, one.name, one.address, one.begun_at, one.report.wall
