"""When each centre answers a roll-call: the same for one seed, call and centre."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from dashboard.simulator.chance import chances


class AnswerPurpose(IntEnum):
    """What a chance decides; none is a purpose of cases or of the fleet."""

    WHETHER = 61
    WHEN = 62


@dataclass(frozen=True)
class CalledCentre:
    """A centre: the number of its area in the tree, the code of that, and within what time it shall answer."""

    area_id: int
    code: str
    limit: timedelta


@cache
def declaration() -> Mapping[str, Any]:
    """What answers.toml says."""
    return tomllib.loads((files("dashboard.simulator.centres") / "answers.toml").read_text(encoding="utf-8"))


def answer_times(seed: int, call: str, centres: Iterable[CalledCentre]) -> Sequence[tuple[CalledCentre, timedelta]]:
    """Which centres answer a call (its key), and how long after it each does, the first one first; who is missing does
    not."""
    said, listed = declaration(), list(centres)
    numbers = np.array([one.area_id for one in listed], dtype=np.uint64)
    called = int.from_bytes(hashlib.sha256(call.encode()).digest()[:7])
    whether = chances(seed, AnswerPurpose.WHETHER, called, numbers)
    when = chances(seed, AnswerPurpose.WHEN, called, numbers)
    in_time = said["first"] + said["spread"] * when**3
    late = said["late_first"] + said["late_spread"] * when
    parts = np.where(whether < 1 - said["missing"] - said["late"], in_time, late)
    answering = (whether < 1 - said["missing"]).tolist()
    told = [
        (one, part * one.limit)
        for one, part, is_there in zip(listed, parts.tolist(), answering, strict=True)
        if is_there
    ]
    return sorted(told, key=lambda pair: pair[1])
