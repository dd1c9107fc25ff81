"""Targets that a city sets its KPIs: `[targets.KEY]` of `city.toml`."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Direction = Literal["at_least", "at_most"]


class TargetProfile(BaseModel):
    """at_least or at_most: what the KPI should be, a share as 0.95, a length of time in the unit of the KPI; areas: by
    code of an area what it should be there and in all areas below; denominator: the way of counting it is set for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_least: float | None = None
    at_most: float | None = None
    denominator: str | None = None
    areas: dict[str, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_direction(self) -> TargetProfile:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("write either at_least or at_most, such as at_least = 0.95")
        return self

    @property
    def direction(self) -> Direction:
        """Which side of the target is good."""
        return "at_most" if self.at_least is None else "at_least"

    @property
    def value(self) -> float:
        """That of the whole city."""
        return float(self.at_most if self.at_least is None else self.at_least)  # type: ignore[arg-type]
