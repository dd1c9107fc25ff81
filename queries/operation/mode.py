"""A mode of operation, as it is declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

ModeKey = Literal["normal", "emergency"]
MODES: tuple[ModeKey, ...] = get_args(ModeKey)
NORMAL, EMERGENCY = MODES


@dataclass(frozen=True)
class AlarmChanges:
    """What a mode changes of the rules of alarms; see modes.toml. rules: fields of single rules by their key."""

    thresholds: float = 1.0
    holds: float = 1.0
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Mode:
    """What is declared of a mode in modes.toml. wall: that table as it stands there, for those who know walls."""

    key: ModeKey
    zh: str
    en: str
    returns_by_itself: bool = False
    wall: Mapping[str, Any] = field(default_factory=dict)
    alarms: AlarmChanges = field(default_factory=AlarmChanges)


Modes = Mapping[ModeKey, Mode]
