"""The part of a city's profile about retention: for how long after its end a case keeps texts and persons."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, field_validator

_LENGTH = re.compile(r"([1-9]\d{0,3}) (day|month|year)s?")
_MONTHS = {"month": 1, "year": 12}


class Retention(BaseModel):
    """texts: what people wrote in a case; persons: the references to who they are. Each as `3 years`, `18 months` or
    `90 days` after the case was closed or voided; left out: for ever."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    texts: str | None = None
    persons: str | None = None

    @field_validator("texts", "persons")
    @classmethod
    def _is_length(cls, length: str | None) -> str | None:
        if length is not None and not _LENGTH.fullmatch(length):
            raise ValueError('write a length of time such as "3 years", "18 months" or "90 days"')
        return length


def moment_before(length: str, now: datetime) -> datetime:
    """The moment so long before another; of a month that is too short its last day."""
    found = _LENGTH.fullmatch(length)
    if found is None:
        raise ValueError(f"{length!r} is no length of time")
    count, unit = int(found[1]), found[2]
    if unit == "day":
        return now - timedelta(days=count)
    months = now.year * 12 + now.month - 1 - count * _MONTHS[unit]
    year, month = divmod(months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))
