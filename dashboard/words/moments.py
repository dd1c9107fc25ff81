"""Days and times of day as every screen and table writes them, in the zone of the city. Pure.

`date_and_time` has a twin in the browser, assets/modules/core/zoned_time.js.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import overload


@overload
def moment_in(zone: tzinfo, moment: datetime) -> str: ...
@overload
def moment_in(zone: tzinfo, moment: datetime | None) -> str | None: ...
def moment_in(zone: tzinfo, moment: datetime | None) -> str | None:
    """An aware instant to the second as answers to programs write it (ISO 8601 with the offset of the zone); None of
    none."""
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None


def time_of_day(moment: datetime, zone: tzinfo) -> str:
    """Hour and minute of an aware instant: 10:32."""
    return moment.astimezone(zone).strftime("%H:%M")


def time_to_the_second(moment: datetime, zone: tzinfo) -> str:
    """Hour, minute and second of an aware instant: 10:32:07."""
    return moment.astimezone(zone).strftime("%H:%M:%S")


def date_and_minute(moment: datetime, zone: tzinfo) -> str:
    """Date, hour and minute of an aware instant: 2026-11-20 10:32."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def date_and_time(moment: datetime, zone: tzinfo) -> str:
    """Date and time of an aware instant to the second: 2026-11-20 10:32:07."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def seen_from(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """An aware instant with as much of its date as `now` leaves open: 10:32:07, 11-20 10:32 or 2025-11-20 10:32."""
    local, present = moment.astimezone(zone), now.astimezone(zone)
    if local.date() == present.date():
        return time_to_the_second(moment, zone)
    return local.strftime("%m-%d %H:%M") if local.year == present.year else date_and_minute(moment, zone)


def short_day(day: date) -> str:
    """Month and day: 11-20."""
    return day.strftime("%m-%d")


def hour_code(hour: int) -> str:
    """An hour of the day in two digits, as conditions and tables write it: 09."""
    return f"{hour:02d}"
