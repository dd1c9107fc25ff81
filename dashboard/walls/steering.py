"""Walls that somebody steers from elsewhere: what they were told last, until nothing was said for a while.

Held in the memory of the server: a restart ends it, and the walls go on by themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Lock
from typing import Any

from flask import Flask, current_app

from queries.values import Scope

EXTENSION = "yiping_steering"
ALL = ""
"""Instead of the name of a wall: all whose area lies in that of whoever steers."""
MOST_TARGETS = 200
Areas = tuple[tuple[int, int], ...] | None


@dataclass(frozen=True)
class Steering:
    """What a wall is told. serial: larger with every word; who: as people call them; until: aware; scene: key of the
    one chosen, area and kpi: code and key, each empty for what the wall itself shows; steps: scenes further on since it
    is steered; paused: the scenes do not turn; areas: those of whoever steers (see Scope)."""

    serial: int
    who: str
    until: datetime
    scene: str = ""
    area: str = ""
    kpi: str = ""
    steps: int = 0
    paused: bool = False
    areas: Areas = None


class Steerings:
    """What is in force, by the name of a wall, or by ALL and the areas of whoever told them: the centre of one district
    neither changes nor ends what another tells its own walls. Safe to use from many threads."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now, self._serial, self._lock = now, count(1), Lock()
        self._held: dict[tuple[str, Areas], Steering] = {}

    def of_target(self, target: str, scope: Scope) -> Steering | None:
        """What was told to a wall, or to all at once by those of the same areas."""
        with self._lock:
            return self._in_force(_key(target, scope))

    def of_wall(self, name: str, scope: Scope) -> Steering | None:
        """What a wall shall do: the last that was told to it or to all in whose area it lies. name: ALL for a wall of a
        city without accounts."""
        with self._lock:
            found = [self._in_force(key) for key in self._held if key[0] in (name, ALL)]
        known = [one for one in found if one and _reaches(one, scope)]
        return max(known, key=lambda one: one.serial, default=None)

    def tell(self, target: str, who: str, lasts: timedelta, scope: Scope, **changed: Any) -> Steering:
        """Tells a wall, or all, something more. changed: fields of `Steering`; steps is added to those before."""
        with self._lock:
            key = _key(target, scope)
            before = self._in_force(key) or Steering(0, who, self._now())
            changed |= {"steps": before.steps + changed.get("steps", 0), "areas": scope.areas}
            told = replace(before, serial=next(self._serial), who=who, until=self._now() + lasts, **changed)
            self._held = {kept: one for kept, one in self._held.items() if one.until > self._now()} | {key: told}
            while len(self._held) > MOST_TARGETS:
                del self._held[min(self._held, key=lambda kept: self._held[kept].serial)]
            return told

    def end(self, target: str, scope: Scope) -> bool:
        """Lets a wall go, or all that those of the same areas steer; whether somebody steered it."""
        with self._lock:
            return self._held.pop(_key(target, scope), None) is not None

    def _in_force(self, key: tuple[str, Areas]) -> Steering | None:
        found = self._held.get(key)
        return found if found and found.until > self._now() else None


def _key(target: str, scope: Scope) -> tuple[str, Areas]:
    return target, scope.areas if target == ALL else None


def _reaches(one: Steering, scope: Scope) -> bool:
    """Whether all that a wall may see may be seen by whoever steers it."""
    own = Scope(areas=one.areas)
    if scope.areas is None:
        return one.areas is None
    return all(own.covers(first, last) for first, last in scope.areas)


def register(flask: Flask) -> None:
    """An application keeps what its walls are told."""
    flask.extensions[EXTENSION] = Steerings()


def request_steerings() -> Steerings:
    """What the walls of the present application are told."""
    found: Steerings = current_app.extensions[EXTENSION]
    return found
