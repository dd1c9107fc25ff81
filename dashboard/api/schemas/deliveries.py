"""Deliveries of a source: bodies, rows and receipts. The columns of rows come from where they are defined."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Union

from pydantic import BaseModel, Field, create_model

from dashboard.api.schemas.errors import Refusal
from dashboard.intake.delivery_body import Delivery
from geodata.city.profile import SourceKind
from queries.values import BOOLEANS, DECIMALS, INTEGERS, PERSON, SCORES, TEXTS, TIMES, WORDS, ReportColumn, tables_of

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


class Receipt(BaseModel):
    """What became of a delivery."""

    accepted: int
    refused: int
    reasons: list[Reason]
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
