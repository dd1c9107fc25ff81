"""Breaks in the series of a city's numbers, as it declares them: `[breaks.NAME]` of `city.toml`."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

BreakKind = Literal["rule_changed", "grids_recut", "source_joined", "other"]


class BreakProfile(BaseModel):
    """From `day` on numbers are not what they were before. zh, en: why; kpis, sources, areas: the keys, names and codes
    of what it touches, all where there are none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    kind: BreakKind
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    kpis: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
