"""What the browser gets of the pages of governance as JSON."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

FieldKind = Literal["select", "text", "number", "date", "textarea"]


class ActField(TypedDict):
    """A field of a form. options: value and name of each choice; longest: characters; value: at first."""

    name: str
    label: str
    kind: FieldKind
    options: list[tuple[str, str]]
    longest: int
    value: str


class ActForm(TypedDict):
    """A form whose fields are sent, with `fixed` beside them, as JSON to `address` below /api/v1."""

    address: str
    fixed: dict[str, str]
    title: str
    fields: list[ActField]
    keep: str
    kept: str
    failed: str
