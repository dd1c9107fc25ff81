"""The part of a city's profile about working time: whose holidays, the working week, the office hours."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

HolidayCountry = Literal["CN", "none"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COUNTRY_OF_ZONE: dict[str, HolidayCountry] = {"Asia/Shanghai": "CN", "Asia/Urumqi": "CN"}
_SPELL = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


class WorkingHours(BaseModel):
    """holidays: the country of the holiday calendar, `none` for no holidays, left out: by the city's zone; days: the
    working week; hours: spells of work of a working day, `HH:MM-HH:MM` in the city's zone, in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    holidays: HolidayCountry | None = None
    days: tuple[Weekday, ...] = Field(default=WEEKDAYS[:5], min_length=1)
    hours: tuple[str, ...] = Field(default=("09:00-12:00", "13:00-17:00"), min_length=1)

    @field_validator("hours")
    @classmethod
    def _spells_in_order(cls, hours: tuple[str, ...]) -> tuple[str, ...]:
        minutes = [minute for spell in hours for minute in _minutes(spell)]
        rising = all(earlier <= later for earlier, later in pairwise(minutes))
        if not rising or minutes[-1] > 24 * 60 or any(start >= end for start, end in map(_minutes, hours)):
            raise ValueError('write spells in the order of the day, such as ["09:00-12:00", "13:00-17:00"]')
        return hours

    @property
    def spells(self) -> tuple[tuple[int, int], ...]:
        """From and to which minute of the local day work goes on."""
        return tuple(_minutes(spell) for spell in self.hours)

    def country_in(self, zone: str) -> HolidayCountry | None:
        """The country of the holiday calendar of a city in an IANA zone; None when it is not known."""
        return self.holidays or _COUNTRY_OF_ZONE.get(zone)


def _minutes(spell: str) -> tuple[int, int]:
    written = _SPELL.fullmatch(spell)
    if not written:
        raise ValueError(f'{spell!r} is no spell of work; write from and to, such as "09:00-12:00"')
    hour, minute, to_hour, to_minute = map(int, written.groups())
    return hour * 60 + minute, to_hour * 60 + to_minute
