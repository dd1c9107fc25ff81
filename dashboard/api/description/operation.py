"""What a route says about itself: parameters, body and replies. Method and path are those of its registration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
Tag = Literal["deliveries", "questions", "open311", "map", "state", "commands"]
Types = Mapping[str, Any]
"""By media type: a pydantic model, or any other type of which pydantic can make a schema."""
JSON, CSV, TEXT, BINARY = "application/json", "text/csv", "text/plain", "application/octet-stream"
NDJSON, HTML, XML = "application/x-ndjson", "text/html", "text/xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class RequestParameter:
    """A parameter in the address. type: what its text stands for; place: in the query, or a part of the path."""

    name: str
    type: Any = str
    description: str = ""
    required: bool = False
    place: Literal["query", "path"] = "query"


@dataclass(frozen=True)
class Body:
    """The body of a request, which has to be there. example: in JSON."""

    types: Types
    example: Any = None


@dataclass(frozen=True)
class Reply:
    """One status of the answer. headers: name → description and type. name: of one that many routes share."""

    description: str
    types: Types
    headers: Mapping[str, tuple[str, Any]] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True)
class Operation:
    """One route. replies: by status; security: names of security schemes, one of which is needed; None: as the whole
    document, () : none."""

    tag: Tag
    summary: str
    description: str
    replies: Mapping[int, Reply]
    parameters: tuple[RequestParameter, ...] = ()
    body: Body | None = None
    security: tuple[str, ...] | None = None


def describe(operation: Operation) -> Callable[[View], View]:
    """Decorates the view function of a route with its description; use it below the decorator of the route."""

    def described(view: View) -> View:
        view.operation = operation  # type: ignore[attr-defined]
        return view

    return described


def operation_of(view: Callable[..., Any]) -> Operation | None:
    """The description of a view function; None when it has none."""
    return getattr(view, "operation", None)
