"""Deliveries of a source: bodies, rows and receipts. The columns of rows come from where they are defined."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Union

from pydantic import BaseModel, Field, create_model

from dashboard.api.schemas.errors import Refusal
from dashboard.intake.delivery_body import Delivery
from geodata.city.profile import SourceKind
from queries.values import (
    BOOLEANS,
    DECIMALS,
    INTEGERS,
    PERSON,
    SCORES,
    TEXTS,
    TIMES,
    WORDS,
    ReportColumn,
    UnchangedKind,
    VersionScale,
    tables_of,
)

Count = Annotated[int, Field(ge=0)]
Score = Annotated[int, Field(ge=1, le=5)]
TYPES: dict[str, Any] = {"text": str, "word": str, "number": float, "count": Count, "instant": datetime}
CASE_COLUMNS: tuple[tuple[Iterable[str], Any], ...] = (
    ((*TEXTS, *WORDS, PERSON), str),
    (TIMES, datetime),
    (INTEGERS, int),
    (DECIMALS, float),
    (BOOLEANS, bool),
    (SCORES, Score),
)
CASE_REQUIRED = ("source_id", "reported_at")
CASE = (
    "A case: only its number and the time of its report must be there. Other names that `yiping columns` knows, and "
    "those of the source's mapping, are taken too."
)


class Reason(BaseModel):
    """Why a row was refused."""

    row: int = Field(ge=0, description="Place in the delivery, from 0.")
    reason: str


class UnreadExample(BaseModel):
    """A value that could not be read."""

    row: int = Field(ge=0, description="Place in the delivery, from 0.")
    value: str


class UnreadColumn(BaseModel):
    """A column of which values are there and could not be read; the rows were taken without them."""

    column: str
    count: int
    examples: list[UnreadExample] = Field(description="The first three.")


class Unchanged(BaseModel):
    """A row that changed nothing, and why."""

    row: int = Field(ge=0, description="Place in the delivery, from 0.")
    number: str = Field(description="Of the case, unit, device, …")
    kind: UnchangedKind = Field(description="Older than what is held (kept in the history), or equal to it.")
    reason: str


class Receipt(BaseModel):
    """What became of a delivery: read = accepted + refused, and accepted = loaded + superseded + duplicate."""

    read: int = Field(description="Rows of the delivery.")
    accepted: int = Field(description="Rows safely on the disk.")
    refused: int
    reasons: list[Reason]
    unread: list[UnreadColumn] = Field(description="Values of accepted rows that could not be read, by column.")
    unrecognised: list[str] = Field(
        description="Columns that nobody knows; at most 100. Of an object of which something is read, the values in it "
        "that are not (`location.accuracy`)."
    )
    withheld: list[str] = Field(
        description="Personal columns, of which nothing is kept in clear: left out, or a keyed hash; at most 100."
    )
    applied: bool = Field(
        description="Whether the rows are in the tables already. An answer waits a second for that; `Prefer: wait=N` "
        "waits up to N seconds, `Prefer: respond-async` not at all. Where many rows or senders wait, none waits."
    )
    loaded: int | None = Field(description="Rows that are current now; null until they are applied.")
    superseded: int | None = Field(description="Rows older than what is held.")
    duplicate: int | None = Field(description="Rows equal to what is held.")
    unchanged: list[Unchanged] = Field(description="The first hundred of the rows that changed nothing.")
    newer_by: VersionScale | None = Field(
        description="What tells which of two versions is newer: the source's number, its update time, or the order of "
        "arrival; null where every row is kept, or until the rows are applied."
    )
    segment: str = Field(description="Where in landing/ the rows are stored.")


class NothingTaken(Refusal, Receipt):
    """Why nothing of a delivery was taken."""


def body_type(kind: SourceKind) -> Any:
    """The type of the JSON body of a delivery, for the document: a list of rows, or an object that holds one.

    The columns of a row are a description: rows may have more, and `queries.intake` judges each.
    """
    row = _case_row() if kind == "events" else _report_row(kind)
    base: Any = Delivery.__class_getitem__(row)
    whole: Any = create_model(f"{kind.capitalize()}Delivery", __base__=base, __doc__=Delivery.__doc__)
    rows: Any = list.__class_getitem__(row)
    return rows | whole


def _case_row() -> Any:
    fields: dict[str, Any] = {
        name: (about, ... if name in CASE_REQUIRED else Field(None)) for names, about in CASE_COLUMNS for name in names
    }
    return create_model("EventsRow", __doc__=CASE, **fields)


def _report_row(kind: SourceKind) -> Any:
    tables = tables_of(kind)
    rows = [_row(table.name, table.columns.values()) for table in tables]
    return rows[0] if len(rows) == 1 else Union[tuple(rows)]  # noqa: UP007  (of as many as there are)


def _row(table: str, columns: Iterable[ReportColumn]) -> Any:
    fields: dict[str, Any] = {one.name: _column(one) for one in columns}
    return create_model(f"{table.capitalize()}Row", __doc__=f"A row of {table}.", **fields)


def _column(column: ReportColumn) -> Any:
    examples: list[Any] | None = list(column.codes) or None
    if column.required:
        return (TYPES[column.type], Field(examples=examples))
    return (TYPES[column.type], Field(None, examples=examples))
