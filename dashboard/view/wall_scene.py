"""A scene of the wall, as it is declared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WallScene:
    """One scene; see dashboard/walls/walls.toml for what each field means. months, needs: empty for none."""

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
