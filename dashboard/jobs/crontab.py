"""Lines of a crontab (crontab(5): minute, hour, day of the month, month, day of the week) in the zone of a city."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from apscheduler.triggers.cron import CronTrigger

DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
LOOKED_BACK = (timedelta(days=1), timedelta(days=35), timedelta(days=1830))
"""A line is looked for in the last day, then further back; the 29th of February comes in the last of them."""


@lru_cache(maxsize=512)
def trigger_of(line: str, zone: tzinfo, years: str = "*") -> CronTrigger:
    """The moments of a line, in some years (a span such as 2026-2027). The library counts days of the week from Monday,
    crontab from Sunday (0 or 7): so they are given to it by their names. Raises ValueError."""
    fields = line.split()
    if len(fields) != 5:
        raise ValueError("a line has five fields: minute, hour, day of the month, month, day of the week")
    minute, hour, day, month, weekday = fields
    if day != "*" and weekday != "*":
        raise ValueError("name either days of the month or days of the week")
    return CronTrigger(
        year=years, minute=minute, hour=hour, day=day, month=month, day_of_week=_named(weekday), timezone=zone
    )


def newest_due(line: str, zone: tzinfo, now: datetime) -> datetime | None:
    """The newest moment of a line that is not after `now` (aware), in UTC; None where there is none in five years."""
    for back in LOOKED_BACK:
        trigger = trigger_of(line, zone, f"{(now - back).year - 1}-{now.year + 1}")  # else it looks until 9999
        found: datetime | None = None
        at: datetime | None = trigger.get_next_fire_time(None, (now - back).astimezone(zone))
        while at is not None and at <= now:
            found, at = at, trigger.get_next_fire_time(None, at + timedelta(seconds=1))
        if found is not None:
            return found.astimezone(UTC)
    return None


def _named(field: str) -> str:
    """The days of a week as the library writes them. Raises ValueError."""
    return ",".join(_days(part) for part in field.lower().split(","))


def _days(part: str) -> str:
    span, _, step = part.partition("/")
    if span == "*":
        first, last = 0, 6
        if not step:
            return "*"
    else:
        begin, _, end = span.partition("-")
        first = _day(begin)
        last = _day(end) if end else first
    if step and not (step.isdecimal() and int(step)):
        raise ValueError(f"{part!r} names no days of the week")
    last += 7 if last < first else 0
    return ",".join(DAYS[day % 7] for day in range(first, last + 1, int(step or 1)))


def _day(text: str) -> int:
    if text in DAYS:
        return DAYS.index(text)
    if not text.isdecimal() or int(text) > 7:
        raise ValueError(f"{text!r} is no day of the week: 0 to 7 from Sunday, or {', '.join(DAYS)}")
    return int(text)
