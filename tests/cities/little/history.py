"""Sixty days of cases for the little city, with lives in which everything happens that a KPI of cases asks about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geodata.areas.area_tree import AreaTree
from tests.cities.little.areas import area_tree
from tests.cities.little.cases import NASTY, NOON, PLACES_WITHOUT_POINT

CHANNELS = (
    "hotline_12345", "app", "police_110_np", "grid_patrol", "digital_cm", "heating", "online_express", "video_ai",
    "iot", "department",
)  # fmt: skip
CATEGORIES = (
    "市容环境", "街面秩序", "公用设施", "道路交通", "噪声扰民", "供暖供水", "物业管理", "园林绿化", "宣传广告",
    "施工管理", "突发事件", "其他",
)  # fmt: skip
DEPARTMENTS = ("=cmd()", "市城管局", "市水务局", "市交警支队")
VOID_REASONS = ("duplicate", "after_dispatch", "no_evidence")
NEWEST_WITH_MARKUP = 40
LIMITS = frozenset(("filing_due_at", "receive_due_at", "contact_due_at", "due_at", "callback_due_at"))

Frame = dict[str, Any]


@cache
def history(until: datetime = NOON, days: int = 62, a_day: int = 80) -> pa.Table:
    """`a_day` cases on each of the last `days` days, newest first, as known at `until` (aware)."""
    return history_of(area_tree(), until, days, a_day)


def history_of(tree: AreaTree, until: datetime, days: int, a_day: int) -> pa.Table:
    """The same for another tree whose areas are boxes."""
    made = Lives(np.random.default_rng(11), until, days, days * a_day)
    frame = made.names() | made.steps() | made.places(tree)
    columns = {name: _column(name, values) for name, values in frame.items()}
    return pa.table(columns)


@dataclass(frozen=True)
class Lives:
    """Draws the columns of `count` cases; times are naive UTC, NaT where a step has not happened by `until`."""

    random: np.random.Generator
    until: datetime
    days: int
    count: int

    def names(self) -> Frame:
        """Who reported what; the newest cases carry markup in their titles."""
        number = np.arange(self.count)
        return {
            "source_id": [f"C{n}" for n in number],
            "title": [NASTY if n < NEWEST_WITH_MARKUP else f"第{n}件" for n in number],
            "channel": self._one_of(CHANNELS),
            "category1": self._one_of(CATEGORIES),
            "category3": self._one_of(("占道经营", "路面破损", "违规停车")),
            "department": self._one_of(DEPARTMENTS),
            "matter_id": [f"M{n}" for n in self.random.integers(0, self.count, self.count)],
            "is_minor": self._some(0.02),
            "is_diverted": self._some(0.05),
            "auto_dispatched": self._some(0.85),
        }

    def steps(self) -> Frame:
        """The life of each case, cut off at `until`: voided, sent back, declined, suspended, crossing, or ordinary."""
        now = np.datetime64(self.until.astimezone(UTC).replace(tzinfo=None), "us")
        ages = np.sort(self.random.uniform(0, self.days * 86_400, self.count))
        at = {"reported": now - (ages * 1e6).astype("timedelta64[us]")}
        at["accepted"] = self._after(at["reported"], 0.1)
        at["filed"] = self._after(at["accepted"], 0.3)
        at["dispatched"] = self._after(at["filed"], 0.2)
        at["received"] = self._after(at["dispatched"], 0.6)
        at["contacted"] = self._after(at["received"], 0.5)
        at["finished"] = self._after(at["received"], 30)
        at["verified"] = self._after(at["finished"], 0.5)
        at["closed"] = self._after(at["verified"], 1)
        at["callback"] = self._where(self._some(0.8), self._after(at["closed"], 24))
        at["surveyed"] = self._where(self._some(0.7), at["callback"])
        at |= self._detours(at)
        limits = {"filing_due": (at["reported"], 0.6), "receive_due": (at["dispatched"], 1), "due": (at["filed"], 72)}
        limits |= {"contact_due": (at["filed"], 2), "callback_due": (at["closed"], 72)}
        times = {f"{step}_at": self._where(moment <= now, moment) for step, moment in at.items()}
        for limit, (begins, hours) in limits.items():
            times[f"{limit}_at"] = self._where(begins <= now, begins + np.timedelta64(int(hours * 3600), "s"))
        return times | self._verdicts(times)

    def places(self, tree: AreaTree) -> Frame:
        """Points in areas without children, some areas having ten times the cases of others; every twelfth case has no
        point, of which half name an area."""
        leaves = [number for number in range(1, len(tree) + 1) if not tree.children(tree.by_id(number))]
        weights = self.random.uniform(0.3, 3, len(leaves))
        chosen = self.random.choice(leaves, self.count, p=weights / weights.sum()) - 1
        west, south, east, north = tree.bbox[chosen].T
        bare = np.arange(self.count) % 12 == 5
        known = [code for code in PLACES_WITHOUT_POINT if code in tree.number_of_code]
        named = bare & (np.arange(self.count) % 24 == 5)
        codes = [known[n % len(known)] if named[n] and known else None for n in range(self.count)]
        return {
            "lon": np.where(bare, np.nan, self.random.uniform(west, east)),
            "lat": np.where(bare, np.nan, self.random.uniform(south, north)),
            "area_code": codes,
        }

    def _detours(self, at: Frame) -> Frame:
        """The further steps of cases that do not go straight."""
        returned, crossing = self._some(0.06), self._some(0.08)
        taken: Frame = {"first_closed": at["closed"]}
        taken["first_returned"] = self._where(returned, self._after(at["verified"], 0.2))
        taken["reworked"] = self._where(returned, self._after(taken["first_returned"], 2))
        taken["first_declined"] = self._where(self._some(0.03), self._after(at["dispatched"], 0.2))
        taken["suspended"] = self._where(self._some(0.05), self._after(at["received"], 1))
        taken["cross"] = self._where(crossing, self._after(at["received"], 0.5))
        return taken

    def _verdicts(self, times: Frame) -> Frame:
        """Void cases end when they are filed; what was said of the others afterwards."""
        void = self._some(0.04) & ~np.isnat(times["filed_at"])
        for step in set(times) - LIMITS - {"reported_at", "accepted_at", "filed_at"}:
            times[step] = self._where(~void, times[step])
        surveyed = ~np.isnat(times["surveyed_at"])
        return {
            "voided_at": self._where(void, times["filed_at"]),
            "void_reason": [
                reason if gone else None for reason, gone in zip(self._one_of(VOID_REASONS), void, strict=True)
            ],
            "satisfaction": np.where(surveyed, self.random.integers(1, 6, self.count), -1),
            "service_satisfaction": np.where(surveyed, self.random.integers(1, 6, self.count), -1),
            "resolved": self._some(0.9),
            "returned_count": (~np.isnat(times["first_returned_at"])).astype(int),
            "declined_count": (~np.isnat(times["first_declined_at"])).astype(int),
            "cross_region": self._some(0.5),
            "cross_level": self._some(0.5),
            "cross_department": self._some(0.5),
        }

    def _after(self, moment: NDArray[Any], hours: float) -> NDArray[Any]:
        """Later by an exponential time of this mean."""
        later: NDArray[Any] = moment + self.random.exponential(hours * 3.6e9, self.count).astype("timedelta64[us]")
        return later

    def _where(self, kept: NDArray[np.bool_], moment: NDArray[Any]) -> NDArray[Any]:
        return np.where(kept, moment, np.datetime64("NaT", "us"))

    def _some(self, share: float) -> NDArray[np.bool_]:
        return self.random.random(self.count) < share

    def _one_of(self, words: tuple[str, ...]) -> NDArray[np.object_]:
        weights = self.random.uniform(0.2, 3, len(words))
        return self.random.choice(np.array(words, dtype=object), self.count, p=weights / weights.sum())


def _column(name: str, values: Any) -> pa.Array:
    if name.endswith("_at"):
        return pa.array(pd.Series(values), pa.timestamp("us"), from_pandas=True)
    if name.endswith("satisfaction"):
        return pa.array([None if value < 0 else int(value) for value in values], pa.uint8())
    return pa.array(pd.Series(values), from_pandas=True)
