"""Kinds that recur with their checklists of cures, as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dashboard.access.request_scope import request_scope
from dashboard.errors import NotFound
from dashboard.governance.spot_answers import path_to
from dashboard.view import parsers
from dashboard.view.conditions import written
from dashboard.words.moments import moment_in
from queries.city import City
from queries.values import CasesAtCure, Cure, CureProgress, KindStanding

KEY = "kind"
NAMES = ("area", "as_of", "known", "lang")


def kinds_as_json(city: City, given: Mapping[str, str]) -> dict[str, Any]:
    """`kinds`, the last confirmed first; the one that `given` names under KEY with its checklist and the places of its
    cases. Raises BadParameter, UnknownArea, NotFound and TooSlow."""
    parsers.refuse_others(given, NAMES, KEY)
    as_of, known = (_moment(city, given, name) for name in ("as_of", "known"))
    if key := parsers.text(KEY, given.get(KEY, "")):
        found = city.recurring_kinds.one(key, as_of, known, scope=request_scope())
        if found is None:
            raise NotFound("There is no such kind.")
        return {"kinds": [_in_full(city, found)]}
    area = city.tree.area(parsers.code("area", given["area"])) if given.get("area") else city.tree.root
    listed = city.recurring_kinds.listed(area, as_of, known, scope=request_scope())
    return {"kinds": [_told(city, one) for one in listed]}


def _moment(city: City, given: Mapping[str, str], name: str) -> datetime | None:
    return parsers.moment(name, given[name], city.profile.time_zone) if given.get(name) else None


def _told(city: City, found: KindStanding) -> dict[str, Any]:
    kind, count = found.kind, found.count
    has_data = count.status == "ok"
    return {
        "kind": kind.key,
        "name": kind.name,
        "cause": kind.cause,
        "programme": kind.programme,
        "area": kind.cases.area,
        "where": written(kind.cases.where),
        "words": list(kind.cases.words),
        "confirmed_by": kind.who,
        "confirmed_at": moment_in(city.profile.time_zone, kind.at),
        "status": count.status,
        "cases": count.n if has_data else None,
        "open": count.open if has_data else None,
        "again": count.again if has_data else None,
        "first_at": moment_in(city.profile.time_zone, count.first_at),
        "last_at": moment_in(city.profile.time_zone, count.last_at),
        "items": len(found.cures),
        "came_back": found.came_back,
        "cures": [_progress(one) for one in found.progress],
    }


def _in_full(city: City, found: KindStanding) -> dict[str, Any]:
    places = [
        {
            "area": city.tree.by_id(one.area_id).code,
            "path": path_to(one.area_id, city),
            "n": one.n,
            "open": one.open,
            "again": one.again,
            "last_at": moment_in(city.profile.time_zone, one.last_at),
        }
        for one in found.count.places
    ]
    checklist = [_item(city, one, found.at_cures.get(one.key)) for one in found.cures]
    return _told(city, found) | {"checklist": checklist, "places": places, "places_in_all": found.count.all_places}


def _progress(one: CureProgress) -> dict[str, Any]:
    names = ("sort", "pieces", "open", "mended", "handed_over", "awaits_handover", "done")
    return {name: getattr(one, name) for name in names}


def _item(city: City, one: Cure, at: CasesAtCure | None) -> dict[str, Any]:
    return {
        "item": one.key,
        "name": one.name,
        "sort": one.sort,
        "n": one.n,
        "area": one.area,
        "lon": one.lon,
        "lat": one.lat,
        "state": one.state,
        "done": one.is_done,
        "cases": at.n if at else None,
        "open": at.open if at else None,
        "after_cure": at.after if at else None,
        "last_after": moment_in(city.profile.time_zone, at.last_after) if at else None,
        "steps": [
            {"state": step.state, "on": step.on.isoformat(), "who": step.who, "note": step.note} for step in one.steps
        ],
    }
