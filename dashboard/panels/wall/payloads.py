"""What the browser gets of the panels of walls as JSON."""

from __future__ import annotations

from typing_extensions import TypedDict


class SceneTurn(TypedDict):
    """A scene of the wall. places: the keys of all panels in it; panels: those beside cards and map, in their order;
    totals: whether its cards are those of the four totals."""

    key: str
    dwell_s: int
    totals: bool
    is_due: bool
    places: list[str]
    panels: list[str]


class WallAlarm(TypedDict):
    """A new alarm that takes a wall to a scene. areas: codes of its area and those that contain it, the nearest first;
    at: its place (lat, lon in degrees WGS-84), null of the whole city."""

    key: str
    severity: str
    scene: str
    title: str
    said: str
    areas: list[str]
    at: tuple[float, float] | None


class SceneTurns(TypedDict):
    """The scenes of a wall. shown: the key of the present one; stands: whether it stays; paused: what is said while
    somebody looks at it longer; idle_s: how long after the last touch; back: what is said of an alarm with {seconds};
    alarm: the gravest new one; jump_s, apart_s: for how long it is shown, and how far apart two are; steered, somebody,
    steered_until: what is said of {who} steers it, {until} when."""

    shown: str
    stands: bool
    paused: str
    back: str
    steered: str
    somebody: str
    steered_until: str
    idle_s: int
    page_s: int
    jump_s: int
    apart_s: int
    alarm: WallAlarm | None
    scenes: list[SceneTurn]


class UnattendedWall(TypedDict):
    """What a wall does that nobody looks after; see dashboard/walls/walls.toml. zone: of the city; silent: what is said
    when the server has not been heard of {since} a moment."""

    zone: str
    dim_from: str
    dim_until: str
    dim_percent: int
    shift_pixels: int
    shift_minutes: int
    memory_mb: int
    silent: str
