"""What changed in the simulated city, and when: chronicle.toml, typed."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from dashboard.simulator.habits.categories import kinds

Curve = tuple[tuple[date, float], ...]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Curves(_Frozen):
    """By the day of the report; the meaning of each stands in chronicle.toml."""

    slowness: Curve
    content: Curve
    shelved: Curve


class Mediation(_Frozen):
    """Cases of a channel that stay in hand for good."""

    channel: str
    share: float


class Quarter(_Frozen):
    """The micro-grids nearest to a point (degrees WGS-84), and the share of their cases solved at a grid level."""

    lon: float
    lat: float
    micro_grids: int
    solved_inside: float


class Campaign(_Frozen):
    """When long-waiting cases are cleared, and up to which day of report."""

    first: date
    last: date
    reported_until: date


class Programme(_Frozen):
    """The road programme: its faults are one matter; `others` are the faults elsewhere, all of them counted.

    mended: by when all crossings were; lamps: that then await hand-over; by: who entered it.
    """

    kind: str
    otherwise: str
    matter: int
    first: date
    last: date
    reports: int
    crossings: int
    others: int
    others_first: date
    others_last: date
    name: str
    cause: str
    by: str
    mended: date
    lamps: int


class Stretch(_Frozen):
    """Up to the end of day `to`: how many had begun, and how many of them were closed (None: not known)."""

    to: date
    begun: int
    days: float
    spread: float
    closed: int | None = None
    hard: float = 0.0


class Family(_Frozen):
    """Cases in whose life a rare step occurs, of which whole numbers were published."""

    step: str
    first: date
    lag: tuple[float, float]
    stretch: tuple[Stretch, ...]
    channel: str = ""


class Season(_Frozen):
    """Third-level categories that are likelier or rarer by month."""

    kinds: tuple[str, ...]
    months: tuple[float, ...]


class Storm(_Frozen):
    """Chance by month, number of reports, hours, districts; kinds with their weights."""

    chance: tuple[float, ...]
    reports: tuple[int, int]
    hours: float
    districts: tuple[int, int]
    kinds: tuple[str, ...]
    weights: tuple[float, ...]


class Chronicle(_Frozen):
    """The whole of chronicle.toml."""

    growth: dict[str, Curve]
    curves: Curves
    mediation: Mediation
    quarter: Quarter
    campaign: Campaign
    programme: Programme
    family: tuple[Family, ...]
    season: tuple[Season, ...]
    storm: Storm

    @property
    def planned_from(self) -> date:
        """First day of report whose rare steps are laid down beforehand (a lag before the first of them)."""
        return date(2023, 11, 1)

    @property
    def planned_to(self) -> date:
        """Last day of them; afterwards rare steps come by chance again."""
        return max(family.stretch[-1].to for family in self.family)

    def plans(self, day: date) -> bool:
        """Whether the rare steps of cases reported on this day are laid down beforehand."""
        return self.planned_from <= day <= self.planned_to


@cache
def chronicle() -> Chronicle:
    """The committed chronicle."""
    text = (files("dashboard.simulator.habits") / "chronicle.toml").read_text(encoding="utf-8")
    return Chronicle.model_validate(tomllib.loads(text))


def on(curve: Curve, day: date) -> float:
    """The height of a curve on a day."""
    days, heights = [point.toordinal() for point, _ in curve], [height for _, height in curve]
    return float(np.interp(day.toordinal(), days, heights))


@cache
def growth(channel: str, day: date) -> float:
    """Reports of a channel on this day as a share of its present level."""
    return on(chronicle().growth[channel], day)


@cache
def seasons(month: int) -> NDArray[np.float64]:
    """Factor of each kind's weight in a month (1-12), in the order of the kinds."""
    factor = np.ones(len(kinds()))
    for season in chronicle().season:
        for name in season.kinds:
            factor[kinds().number(name)] = season.months[month - 1]
    return factor
