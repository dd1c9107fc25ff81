"""Lines of business of a city, by which people may be limited to some of its cases: `[lines_of_business.NAME]`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

DayOfYear = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class LineProfile(BaseModel):
    """The cases of a line: those of its `categories` (of any level, as the sources write them) and those that came by
    its `channels`. zh, en: its name. sensitive: even how few cases there are may say something of persons. season:
    first and last day of the year (MM-DD, both inclusive) of which it is the season; always without."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    categories: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    sensitive: bool = False
    season: tuple[DayOfYear, DayOfYear] | None = None

    def is_in_season(self, day: date) -> bool:
        """Whether a city day lies in its season, which may go over the end of the year."""
        if self.season is None:
            return True
        first, last = self.season
        present = day.strftime("%m-%d")
        return first <= present <= last if first <= last else present >= first or present <= last

    @model_validator(mode="after")
    def _has_cases(self) -> LineProfile:
        if not self.categories and not self.channels:
            raise ValueError('write the categories or channels of its cases, such as categories = ["heating"]')
        return self
