"""Answers as JSON: strict (no NaN), instants as ISO 8601, Chinese as it is."""

import dataclasses
import json
from datetime import date, datetime
from typing import Any

from flask import Response


def plain(value: Any) -> Any:
    """What json cannot write by itself: dataclasses, days and instants, sets. Raises TypeError for anything else."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def dumps(value: Any, *, indent: int | None = None) -> str:
    """JSON text of `value`. Raises ValueError for NaN and infinity: a number that cannot be had is null."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=plain, indent=indent)


def answer(value: Any, status: int = 200) -> Response:
    """`value` as the JSON answer of a route."""
    return Response(dumps(value) + "\n", status=status, mimetype="application/json")
