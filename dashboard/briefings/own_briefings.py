"""The city's own briefings as somebody edits them on the page: checked, then written into its folder."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from dashboard.access.audit.request_audit import enter_act
from dashboard.briefings.city_briefings import OWN_BRIEFINGS, refuse_mistakes
from dashboard.briefings.declaration import BriefingFileError
from dashboard.errors import wrong_parameter
from queries.city import City

LONGEST = 100_000


class OwnBriefings(BaseModel):
    """content: the whole file; empty: the city does without one of its own."""

    model_config = ConfigDict(extra="forbid")
    content: Annotated[str, Field(max_length=LONGEST)]


class BriefingsKept(NamedTuple):
    """stamp: of the city then."""

    stamp: str


def keep_own(city: City, given: OwnBriefings) -> BriefingsKept:
    """Write the file whole, or leave it as it is. Raises BadParameter for what is no such file, and OSError."""
    content = given.content.replace("\r\n", "\n").strip()
    try:
        refuse_mistakes(content)
    except BriefingFileError as error:
        raise wrong_parameter("content", "briefings_file", why=str(error)) from error
    own = city.ground.folder / OWN_BRIEFINGS
    if content:
        part = own.with_name(f".{own.name}.part")
        part.write_text(content + "\n", encoding="utf-8")
        part.replace(own)
    else:
        own.unlink(missing_ok=True)
    enter_act(city.ground.folder, "act", {"deed": "saved", "thing": "briefings", "key": OWN_BRIEFINGS})
    return BriefingsKept(str(city.sources.stamp()))
