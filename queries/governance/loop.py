"""What a governance loop is: the cases that it takes in, and the stages in which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import reduce
from pathlib import Path

from queries.kpis.conjuncts import conjuncts
from queries.store.statements import read_statements

_SIMPLE = re.compile(r"(?:[A-Z]+ )?\w+")
"""A column, or that it does not hold: what a population begins with that the store prepares."""
_SQL = read_statements(Path(__file__).with_name("conditions.sql"))
PENDING, LATE = "pending", "late"
UNKNOWN_HIT = "unknown"


@dataclass(frozen=True)
class Stage:
    """A stage of a loop, or a rule of one whose stages overlap. where: its condition, empty of the last stage, which
    takes the rest; since: the column by which a case is there; limit_hours: how long it may be, by day and night (0:
    for ever); due: instead, the column that says until when. ends: nothing is left to do. Of a rule hit: the
    expression of when it was met first, instead of since, or UNKNOWN_HIT; hold_hours: how long after that a case is
    handed over by itself (0: by hand only). needs: what a source must know beside what the loop needs."""

    key: str
    zh: str
    en: str
    since: str
    where: str = ""
    limit_hours: int = 0
    due: str = ""
    ends: bool = False
    hit: str = ""
    hold_hours: int = 0
    needs: tuple[str, ...] = ()

    @property
    def needs_of_limit(self) -> tuple[str, ...]:
        """What a source must know for the cases that are past the limit, beside what the stage needs."""
        return (self.due.removesuffix("_at"),) if self.due else ()

    @property
    def hold(self) -> timedelta | None:
        """How long after its hit a case is handed over by itself; None: by hand only."""
        return timedelta(hours=self.hold_hours) if self.hold_hours else None

    @property
    def hit_time(self) -> str:
        """The expression of when the rule was met first."""
        if self.hit == UNKNOWN_HIT:
            return _SQL["unknown_time"]
        return _SQL.filled("time_of", expression=self.hit or self.since)

    @property
    def is_hit_known(self) -> str:
        """The condition that `hit` gives a moment; empty where it names none."""
        return _SQL.filled("known", expression=self.hit) if self.hit not in ("", UNKNOWN_HIT) else ""

    @property
    def late(self) -> str:
        """The condition that a case of this stage is past its limit; empty where there is none."""
        if self.due:
            return _SQL.filled("past_due", due=self.due)
        return _SQL.filled("past_hours", since=self.since, hours=str(self.limit_hours)) if self.limit_hours else ""


@dataclass(frozen=True)
class Loop:
    """A governance loop; what its fields mean stands at the head of loops.toml. kpis: keys of the dictionary, each with
    a denominator or None."""

    key: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    basis: str
    stages: tuple[Stage, ...]
    own_population: str = ""
    needs: tuple[str, ...] = ()
    kpis: tuple[tuple[str, str | None], ...] = ()
    acts: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    overlapping: bool = False
    handed_to: str = ""
    handed_to_en: str = ""

    def spoken(self, language: str) -> Loop:
        """The loop with its unit in the language of a city."""
        return replace(self, handed_to=self.handed_to_en) if language == "en" and self.handed_to_en else self

    @property
    def population(self) -> str:
        """The condition of the cases that it takes in: where its stages overlap, that of any of them."""
        if not self.overlapping:
            return self.own_population
        return _joined("either", [_SQL.filled("true_of", condition=stage.where) for stage in self.stages])

    @property
    def needs_of_population(self) -> tuple[str, ...]:
        """What a source must know for the cases that it takes in; where its stages overlap, what any is about."""
        if not self.overlapping or not all(stage.needs for stage in self.stages):
            return self.needs
        any_of = dict.fromkeys(name for stage in self.stages for name in stage.needs[0].split("|"))
        return (*self.needs, "|".join(any_of))

    def condition(self, stage: Stage) -> str:
        """The condition of the cases of a stage within the population: none of the stages before it holds."""
        if self.overlapping:
            return stage.where
        before = self.stages[: self.stages.index(stage)]
        none_before = [none_of(one.where) for one in before]
        return all_of(*none_before, stage.where)

    def condition_in_population(self, stage: Stage) -> str:
        """The condition of the cases of a stage among all cases."""
        return stage.where if self.overlapping else all_of(self.population, self.condition(stage))

    def stage(self, key: str) -> Stage | None:
        """The stage of a key."""
        return next((one for one in self.stages if one.key == key), None)

    def metric_of(self, stage: Stage | None = None, *, late: bool = False) -> str:
        """The key of the KPI that counts the population, a stage, or those of it that are past its limit."""
        parts = (self.key, *((stage.key,) if stage else ()), *((LATE,) if late else ()))
        return ".".join(parts)

    @property
    def pending_metric(self) -> str:
        """The key of the KPI that counts what is left to do: all of a loop in which nothing ends."""
        return f"{self.key}.{PENDING}" if any(stage.ends for stage in self.stages) else self.key

    def pending(self) -> Iterator[Stage]:
        """The stages in which something is left to do."""
        return (stage for stage in self.stages if not stage.ends)


def all_of(*given: str) -> str:
    """The condition under which all of these hold; empty ones do not count."""
    parts = [one for condition in given if condition for one in conjuncts(condition)]
    return _joined(
        "both", [part if _SIMPLE.fullmatch(part) else _SQL.filled("bracketed", condition=part) for part in parts]
    )


def none_of(condition: str) -> str:
    """The condition under which this one does not hold, or is not known to."""
    return _SQL.filled("false_of", condition=condition)


def _joined(name: str, conditions: list[str]) -> str:
    return reduce(lambda first, second: _SQL.filled(name, first=first, second=second), conditions)
