"""How and when people report in the simulated city: channels.toml, typed."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Channel(_Frozen):
    """One of the ten ways in; the meaning of each key stands at the head of channels.toml."""

    code: str
    share: float
    hours: str
    weekend: float
    by_machine: float
    citizen: bool = False
    minor: float = 0.0
    everything: float = 1.0
    slower: float = 1.0
    second: dict[str, float] = {}
    heating_season: bool = False


class Burst(_Frozen):
    """A sudden incident reported by many: third-level category, least and most reports, hours it lasts."""

    kind: str
    reports: tuple[int, int]
    hours: float


class Week(_Frozen):
    """Per mille by weekday from Monday; factors of a public holiday, and of the Spring Festival, against a day off."""

    weekdays: tuple[float, ...]
    holiday: float
    spring_festival: float


class Spots(_Frozen):
    """Words for where a case is, within its community or village."""

    urban: tuple[str, ...]
    rural: tuple[str, ...]


class Habits(_Frozen):
    """The whole of channels.toml."""

    channel: tuple[Channel, ...]
    hours: dict[str, tuple[float, ...]]
    week: Week
    spots: Spots
    burst: tuple[Burst, ...]

    def of_channels(self, key: str) -> NDArray[np.float64]:
        """One number of every channel, in their order."""
        return np.array([float(getattr(channel, key)) for channel in self.channel])


@cache
def habits() -> Habits:
    """The committed habits."""
    text = (files("dashboard.simulator.habits") / "channels.toml").read_text(encoding="utf-8")
    return Habits.model_validate(tomllib.loads(text))
