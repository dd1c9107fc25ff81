"""The units or devices nearest to a point or case, as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dashboard.access.request_scope import request_scope
from dashboard.errors import NotFound, wrong_parameter
from dashboard.view import parsers
from dashboard.words.catalogue import Catalogue
from queries.city import City
from queries.values import CaseAsked, Nearby, Question, Things, Vicinity, device_kinds, fleet_states, unit_kinds

NAMES = ("lat", "lng", "source", "id", "kind", "within_m", "limit", "lang")
WITHIN_M: dict[Things, float] = {"units": 5_000, "devices": 1_000}
FARTHEST_M = 50_000
USUAL, MOST = 10, 200
KPI: dict[Things, str] = {"units": "staffed", "devices": "online"}
"""The KPI whose reasons say why nothing is known."""


def nearest_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """The nearest first, as of now. Raises BadParameter, NotFound and TooSlow."""
    parsers.refuse_others(given, NAMES)
    things, kinds = _wanted(given.get("kind", "").strip() or "units")
    within = given.get("within_m", "").strip()
    metres = parsers.decimal("within_m", within, 1, FARTHEST_M) if within else WITHIN_M[things]
    limit = given.get("limit", "").strip()
    most = parsers.whole_number("limit", limit, 1, MOST) if limit else USUAL
    now, scope = city.sources.now(), request_scope()
    lon, lat = _point(city, given, now)
    about = Question(KPI[things], city.ground.home(scope).code, as_of=now, scope=scope)
    notes = city.kpis.reasons(about)
    found = () if notes else city.fleet.nearest(things, Vicinity((lon, lat), metres, most, kinds), now, scope=scope)
    return {
        "lat": lat,
        "lng": lon,
        "things": things,
        "kinds": list(kinds),
        "within_m": metres,
        "as_of": now.astimezone(city.profile.time_zone).isoformat(),
        "status": "no_data" if notes else "ok",
        "notes": [words.either(note.zh, str(note)) for note in notes],
        "found": [_told(one, things, now, city, words) for one in found or ()],
    }


def _wanted(kind: str) -> tuple[Things, tuple[str, ...]]:
    """units, devices, or one kind of either."""
    if kind in ("units", "devices"):
        return ("units" if kind == "units" else "devices"), ()
    if kind in unit_kinds():
        return "units", (kind,)
    if kind in device_kinds():
        return "devices", (kind,)
    known = ", ".join(("units", "devices", *unit_kinds(), *device_kinds()))
    raise wrong_parameter("kind", "none_of", given=parsers.quoted(kind), known=known)


def _point(city: City, given: Mapping[str, str], now: datetime) -> tuple[float, float]:
    """Longitude and latitude, degrees WGS-84: as given, or of the case that is named."""
    texts = {name: parsers.text(name, given.get(name, "")) for name in ("lat", "lng", "source", "id")}
    if texts["source"] or texts["id"]:
        if not (texts["source"] and texts["id"]):
            raise wrong_parameter("id", "which_case")
        return _point_of_case(city, CaseAsked(texts["source"], texts["id"], now, scope=request_scope()))
    for name in ("lat", "lng"):
        if not texts[name]:
            raise wrong_parameter(name, "needed")
    return parsers.decimal("lng", texts["lng"], -180, 180), parsers.decimal("lat", texts["lat"], -90, 90)


def _point_of_case(city: City, asked: CaseAsked) -> tuple[float, float]:
    found = city.cases.one(asked)
    if found is None:
        raise NotFound("There is no such case.")
    lon, lat = found.facts["trusted_lon"], found.facts["trusted_lat"]
    if lon is None or lat is None:
        raise wrong_parameter("id", "case_without_point")
    return lon, lat


def _told(one: Nearby, things: Things, now: datetime, city: City, words: Catalogue) -> dict[str, Any]:
    of = "unit" if things == "units" else "device"
    state = fleet_states("unit" if things == "units" else "device")[one.state]
    return {
        "name": one.name,
        "kind": one.kind,
        "kind_name": words.term(f"{of}_kind", one.kind),
        "state": one.state,
        "state_name": words.either(state.zh, state.en),
        "lat": one.lat,
        "lng": one.lon,
        "metres": round(one.metres, 1),
        "seen_at": one.seen.astimezone(city.profile.time_zone).isoformat() if one.seen else None,
        "age_s": round(max((now - one.seen).total_seconds(), 0.0), 1) if one.seen else None,
    }
