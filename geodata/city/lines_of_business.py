"""Lines of business of a city, by which people may be limited to some of its cases: `[lines_of_business.NAME]`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator


class LineProfile(BaseModel):
    """The cases of a line: those of its `categories` (of any level, as the sources write them) and those that came by
    its `channels`. zh, en: its name. sensitive: even how few cases there are may say something of persons."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    categories: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    sensitive: bool = False

    @model_validator(mode="after")
    def _has_cases(self) -> LineProfile:
        if not self.categories and not self.channels:
            raise ValueError('write the categories or channels of its cases, such as categories = ["heating"]')
        return self
