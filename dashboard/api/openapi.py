"""GET /api/v1/openapi.json: openapi.json of this folder, with the columns of deliveries from where they are defined."""

import json
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from flask import Blueprint, Response

from dashboard.api.json_answers import dumps
from queries.values import (
    BOOLEANS,
    BREAKDOWNS,
    DECIMALS,
    INTEGERS,
    PERSON,
    SCORES,
    TEXTS,
    TIMES,
    WORDS,
    Column,
    tables_of,
)

REPORTS = ("units", "devices", "calls", "partners")
INSTANT = {"type": "string", "format": "date-time"}
TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "word": {"type": "string"},
    "number": {"type": "number"},
    "count": {"type": "integer", "minimum": 0},
    "instant": INSTANT,
}


@cache
def document() -> dict[str, Any]:
    """The whole document."""
    told: dict[str, Any] = json.loads(files("dashboard.api").joinpath("openapi.json").read_text("utf-8"))
    told["info"]["version"] = version("yiping")
    told["components"]["parameters"]["by"]["schema"]["enum"] = list(BREAKDOWNS)
    rows = {"EventsRow": _cases(), **{f"{kind.capitalize()}Row": _reports(kind) for kind in REPORTS}}
    told["components"]["schemas"].update(rows)
    return told


def _cases() -> dict[str, Any]:
    kinds: list[tuple[tuple[str, ...], dict[str, Any]]] = [
        ((*TEXTS, *WORDS, PERSON), {"type": "string"}),
        (TIMES, INSTANT),
        (INTEGERS, {"type": "integer"}),
        (DECIMALS, {"type": "number"}),
        (BOOLEANS, {"type": "boolean"}),
        (SCORES, {"type": "integer", "minimum": 1, "maximum": 5}),
    ]
    columns = {name: about for names, about in kinds for name in names}
    also = "Other names that `yiping columns` knows, and those of the source's mapping, are taken too."
    return {
        "type": "object",
        "required": ["source_id", "reported_at"],
        "properties": columns,
        "description": f"A case: only its number and the time of its report must be there. {also}",
    }


def _reports(kind: str) -> dict[str, Any]:
    tables = [_table(table.columns.values()) for table in tables_of(kind)]
    return tables[0] if len(tables) == 1 else {"anyOf": tables}


def _table(columns: Any) -> dict[str, Any]:
    required = [column.name for column in columns if column.required]
    return {"type": "object", "required": required, "properties": {one.name: _column(one) for one in columns}}


def _column(column: Column) -> dict[str, Any]:
    about = dict(TYPES[column.type])
    if column.codes:
        about["examples"] = list(column.codes)
    return about


def routes() -> Blueprint:
    """The one address."""
    part = Blueprint("openapi", __name__, url_prefix="/api/v1")

    @part.get("/openapi.json")
    def openapi() -> Response:
        return Response(dumps(document(), indent=1) + "\n", mimetype="application/json")

    return part
