"""The file of saved views and notes: what is exported, imported, and sent to be kept. Keys say which things are the
same."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.errors import refused_by_schema

MOST_ENTRIES = 5_000
Key = Annotated[str, Field(max_length=40, pattern=r"^[0-9A-Za-z_-]*$")]
Text = Annotated[str, Field(max_length=10_000)]
Moment = Annotated[str, Field(max_length=40)]


class ViewEntry(BaseModel):
    """A saved view. key: empty for a new one; address: path and query of a screen; by, at: who made it and when, which
    are not read."""

    key: Key = ""
    name: Text
    address: Text
    by: Text = ""
    at: Moment = ""


class NoteEntry(BaseModel):
    """A note. area: code of what it is pinned to, or lon and lat (degrees WGS-84) of a point; from, until: its time,
    equal for a moment; a bare day is meant whole, a moment without offset is city time."""

    model_config = ConfigDict(populate_by_name=True)
    key: Key = ""
    text: Text
    area: Text = ""
    area_name: Text = ""
    lon: Annotated[float | None, Field(allow_inf_nan=False)] = None
    lat: Annotated[float | None, Field(allow_inf_nan=False)] = None
    from_at: Annotated[Moment, Field(alias="from")]
    until: Moment = ""
    by: Text = ""
    at: Moment = ""


class SavedFile(BaseModel):
    """Views and notes. city: by which they were exported."""

    format: Literal["yiping saved 1"] = "yiping saved 1"
    city: Text = ""
    views: Annotated[list[ViewEntry], Field(max_length=MOST_ENTRIES)] = []
    notes: Annotated[list[NoteEntry], Field(max_length=MOST_ENTRIES)] = []


class ThingNamed(BaseModel):
    """A saved thing by its kind and key."""

    kind: Literal["view", "note"]
    key: Key


class Kept(BaseModel):
    """What became of entries. saved: keys of those that are new or changed; unchanged: how many said what is held;
    applied: they are on the screens already; stamp: with which a screen shows them."""

    saved: list[str]
    unchanged: int
    applied: bool
    stamp: str


def read_file(content: str | bytes) -> SavedFile:
    """A file of views and notes, from its JSON. Raises BadParameter."""
    try:
        return SavedFile.model_validate_json(content)
    except ValidationError as error:
        raise refused_by_schema(error, "saved_file") from error
