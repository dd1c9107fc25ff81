"""What is wrong with which wall at a moment. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from dashboard.walls.health.report import FROZEN
from dashboard.walls.health.seen_walls import SeenWall

MEGABYTE = 2**20
State = Literal["well", "hidden", "frozen", "silent", "left"]


@dataclass(frozen=True)
class WallStanding:
    """since: aware, from when on it is frozen, silent, hidden or closed; None while it is well. on_old_release,
    over_memory: None where it is not known. painted_at: of its last picture."""

    wall: SeenWall
    state: State
    since: datetime | None
    on_old_release: bool | None
    over_memory: bool | None
    painted_at: datetime | None

    @property
    def is_dead(self) -> bool:
        """Whether it shows nothing that can be relied on."""
        return self.state in ("frozen", "silent")

    @property
    def needs_somebody(self) -> bool:
        """Whether something is wrong with it; what is closed or in the background is meant to be."""
        return self.is_dead or (self.state == "well" and bool(self.on_old_release or self.over_memory))


def standing_of(wall: SeenWall, now: datetime, release: str, memory_mb: int) -> WallStanding:
    """How a wall stands. release: of the program that the server runs; memory_mb: most that a page may hold."""
    report = wall.report
    state, since = _state(wall, now)
    heap, painted_s = report.heap_bytes, report.painted_s
    return WallStanding(
        wall,
        state,
        since,
        on_old_release=report.release != release if report.release and release else None,
        over_memory=None if heap is None else heap > memory_mb * MEGABYTE,
        painted_at=None if painted_s is None else wall.heard_at - timedelta(seconds=painted_s),
    )


def _state(wall: SeenWall, now: datetime) -> tuple[State, datetime | None]:
    began = wall.heard_at - timedelta(seconds=wall.report.state_s)
    if wall.report.state == "left":
        return "left", began
    if wall.is_gone(now):
        return "silent", wall.heard_at
    if wall.report.state in FROZEN:
        return "frozen", began
    return ("hidden", began) if wall.report.state == "hidden" else ("well", None)
