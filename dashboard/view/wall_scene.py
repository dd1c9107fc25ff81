"""A scene of the wall, and how a wall behaves, as they are declared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WallScene:
    """One scene; see dashboard/walls/walls.toml for what each field means. months, needs, alarms: empty for none."""

    key: str
    zh: str
    en: str
    order: int
    dwell_s: int
    address: str = ""
    totals: bool = False
    figures: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    panels: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    needs: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    line: str = ""
    season_of: str = ""


@dataclass(frozen=True)
class WallBehaviour:
    """What every wall of a city does; see [wall] in dashboard/walls/walls.toml for what each field means."""

    idle_s: int = 90
    page_s: int = 10
    jump_severity: str = "warning"
    jump_s: int = 40
    jump_apart_minutes: int = 15
    steered_minutes: int = 10
