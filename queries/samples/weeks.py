"""Weeks by ISO 8601 (Monday to Sunday) in days of the city, and which of them are due to be sampled."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from queries.samples.sampling_rule import SamplingRule

_KEY = re.compile(r"(\d{4})-W(\d{2})")
WEEK = timedelta(days=7)


@dataclass(frozen=True, order=True)
class SampledWeek:
    """A week by its first day."""

    monday: date

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def key(self) -> str:
        """As ISO 8601 writes it: 2024-W23."""
        year, week, _ = self.monday.isocalendar()
        return f"{year:04}-W{week:02}"

    @classmethod
    def of_day(cls, day: date) -> SampledWeek:
        """The week in which a day lies."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def of_key(cls, key: str) -> SampledWeek | None:
        """The week of a key; None where it is none."""
        found = _KEY.fullmatch(key)
        try:
            return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1)) if found else None
        except ValueError:
            return None


def due_weeks(rule: SamplingRule, now: datetime, zone: tzinfo, drawn: Collection[SampledWeek]) -> list[SampledWeek]:
    """The weeks that are over and have no sample, the first first: those since the newest sample; at first the last
    one. now: aware."""
    day = (now - timedelta(hours=rule.after_hours)).astimezone(zone).date()
    last = SampledWeek(SampledWeek.of_day(day).monday - WEEK)
    first = max(drawn).monday + WEEK if drawn else last.monday
    first = max(first, last.monday - (rule.catch_up_weeks - 1) * WEEK)
    weeks = range((last.monday - first) // WEEK + 1)
    return [SampledWeek(first + number * WEEK) for number in weeks]
