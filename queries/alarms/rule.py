"""A rule of alarms: what is declared of it in rules.toml and in a city's own file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, get_args

from queries.loading.alarms.transition import Severity

Kind = Literal["threshold", "outside_band", "limit_near", "cluster", "silence", "roll_call", "sample", "unanswered"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the least to the most."""
SPENT = {75: None, 90: "nine_tenths"}
"""Per cent of the limit, and the way of counting of the KPI that says how many cases have spent as much."""
NEAR_LIMIT = "near_limit"


@dataclass(frozen=True)
class AlarmRule:
    """One rule; the fields are explained in rules.toml."""

    key: str
    zh: str
    en: str
    kind: Kind
    severity: Severity
    hold_minutes: int = 0
    off: bool = False
    kpi: str = ""
    denominator: str | None = None
    days: int = 1
    levels: tuple[int, ...] = ()
    by: str = ""
    above: float | None = None
    below: float | None = None
    clear: float | None = None
    least: int | None = None
    side: Literal["above", "below", ""] = ""
    spent: int = 0
    of: Literal["source", "devices", ""] = ""
    category: str = ""
    cases: int = 0
    metres: int = 0
    minutes: int = 0
    level: int = 1

    @property
    def hold(self) -> timedelta:
        """So long it must be so before an alarm is raised."""
        return timedelta(minutes=self.hold_minutes)

    @property
    def is_below(self) -> bool:
        """Whether it finds what is too low."""
        return self.below is not None or self.side == "below" or self.kind == "sample"

    @property
    def counted(self) -> tuple[str, str | None]:
        """The KPI that it asks for, and its way of counting; of a rule that asks for one."""
        return (NEAR_LIMIT, SPENT[self.spent]) if self.kind == "limit_near" else (self.kpi, self.denominator)

    def name(self, language: str) -> str:
        """What people call it."""
        return self.zh if language.startswith("zh") else self.en


Rules = Mapping[str, AlarmRule]
