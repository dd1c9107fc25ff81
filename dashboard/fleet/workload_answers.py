"""Open cases for each worker on duty, as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.access.request_scope import request_scope
from dashboard.errors import wrong_parameter
from dashboard.view import parsers
from dashboard.words.catalogue import Catalogue
from queries.city import City
from queries.values import NOT_PLACED, WORKERS, AreaLoad, Question, unit_kinds

NAMES = ("area", "kind", "as_of", "lang")


def workload_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """Of an area and of those below it. Raises BadParameter, UnknownArea, OutsideScope and TooSlow."""
    parsers.refuse_others(given, NAMES)
    zone, scope = city.profile.time_zone, request_scope()
    kind = given.get("kind", "").strip() or WORKERS
    if kind not in unit_kinds():
        raise wrong_parameter("kind", "none_of", given=parsers.quoted(kind), known=", ".join(unit_kinds()))
    area = parsers.code("area", given["area"]) if given.get("area") else city.ground.home(scope).code
    as_of = parsers.moment("as_of", given["as_of"], zone) if given.get("as_of") else None
    found = city.fleet.workload(Question("", area, as_of=as_of, scope=scope), kind)
    return {
        "area": area,
        "kind": kind,
        "as_of": found.as_of.astimezone(zone).isoformat(),
        "notes": [words.either(note.zh, str(note)) for note in found.notes],
        "whole": _row(found.whole, words),
        "rows": [_row(one, words) for one in found.rows],
    }


def area_name(one: AreaLoad, words: Catalogue) -> str:
    """Of a row."""
    return words("not_placed") if one.code == NOT_PLACED else one.name


def _row(one: AreaLoad, words: Catalogue) -> dict[str, Any]:
    workers = one.workers
    return {
        "code": one.code,
        "name": area_name(one, words),
        "open": one.open,
        "overdue": one.overdue,
        "units": workers.units,
        "on_duty": workers.on_duty if workers.duty in ("known", "nobody") else None,
        "heard": workers.heard if workers.duty in ("known", "nobody") else None,
        "not_stated": workers.not_stated,
        "duty": workers.duty,
        "load": None if one.load is None else round(one.load, 3),
        "few": one.is_few,
    }
