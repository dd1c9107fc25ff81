"""What sensors measure (quantities.toml): unit, limits, scale, and how long a reading counts as current."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class Quantity:
    """One quantity; fields as in quantities.toml. current: how long a reading counts as current; low, high: what the
    ends of its scale mean (Chinese, English), empty without a scale."""

    code: str
    zh: str
    en: str
    also: tuple[str, ...]
    unit: str
    unit_zh: str
    unit_en: str
    unit_also: tuple[str, ...]
    least: float
    greatest: float
    digits: int
    current: timedelta
    together: Literal["sum", "mean"]
    is_scale: bool
    low: tuple[str, str]
    high: tuple[str, str]

    def of_sensors(self, values: Sequence[float]) -> float:
        """What the values of the sensors of one place make together; one at least."""
        return sum(values) / (1 if self.together == "sum" else len(values))


@cache
def quantities() -> Mapping[str, Quantity]:
    """All quantities by code, in the order of the file."""
    read = tomllib.loads(Path(__file__).with_name("quantities.toml").read_text(encoding="utf-8"))
    return {code: _quantity(code, table) for code, table in read.items()}


def quantity_writings() -> Mapping[str, tuple[str, ...]]:
    """The quantities, each with the other words that a source may write."""
    return {one.code: (one.zh, one.en, *one.also) for one in quantities().values()}


def unit_writings() -> Mapping[str, tuple[str, ...]]:
    """The units in which they are measured, each with its other writings."""
    return {one.unit: tuple(filter(None, (one.unit_zh, *one.unit_also))) for one in quantities().values()}


def _quantity(code: str, table: Mapping[str, Any]) -> Quantity:
    ends = [(str(table.get(f"{end}_zh", "")), str(table.get(f"{end}_en", ""))) for end in ("low", "high")]
    return Quantity(
        code, table["zh"], table["en"], tuple(table.get("also", ())),
        table["unit"], table["unit_zh"], table["unit_en"], tuple(table.get("unit_also", ())),
        float(table["least"]), float(table["greatest"]), int(table["digits"]),
        timedelta(minutes=table["current_minutes"]), table["together"], bool(table.get("is_scale")), *ends,
    )  # fmt: skip
