"""The mode of operation as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from dashboard.access.request_scope import request_scope
from dashboard.operation.mode_said import mode_name, role_name
from dashboard.view import parsers
from dashboard.words.catalogue import Catalogue
from dashboard.words.moments import moment_in
from queries.city import City
from queries.errors import OutsideScope
from queries.values import EMERGENCY, Emergency, Mode

NAMES = ("area", "known", "limit", "lang")
MOST_LISTED = 50


def mode_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """The mode of an area, what emergency operation changes, and the emergencies that touched it, the newest first.
    Raises BadParameter, UnknownArea and OutsideScope."""
    parsers.refuse_others(given, NAMES)
    zone, scope = city.profile.time_zone, request_scope()
    known = parsers.moment("known", given["known"], zone) if given.get("known") else None
    most = parsers.limit("limit", given["limit"]) if given.get("limit") else MOST_LISTED
    area = city.tree.area(parsers.code("area", given["area"])) if given.get("area") else city.ground.home(scope)
    if not scope.meets(area.area_id, area.last_id):
        raise OutsideScope(area.name)
    here = city.operation.here(area, known, scope=scope)
    listed = city.operation.emergencies(area, most, known, scope=scope)
    return {
        "area": area.code,
        "area_name": area.name,
        "mode": here.mode.key,
        "name": mode_name(here.mode, words),
        "seen_at": moment_in(zone, here.seen_at),
        "emergency": _emergency(here.emergency, here.seen_at, words, zone) if here.emergency else None,
        "below": [_emergency(one, here.seen_at, words, zone) for one in here.below],
        "emergencies": [_emergency(one, here.seen_at, words, zone) for one in listed],
        "changes": changes_as_json(city.operation.modes[EMERGENCY]),
    }


def changes_as_json(mode: Mode) -> dict[str, Any]:
    """What a mode changes: scenes of walls, and rules of alarms."""
    return {
        "scenes": list(mode.wall.get("scenes", ())),
        "dwell_s": mode.wall.get("dwell_s"),
        "thresholds": float(mode.alarms.thresholds),
        "holds": float(mode.alarms.holds),
        "rules": list(mode.alarms.rules),
    }


def _emergency(one: Emergency, seen_at: datetime, words: Catalogue, zone: tzinfo) -> dict[str, Any]:
    return {
        "area": one.area.code,
        "area_name": one.area.name,
        "text": one.text,
        "since": moment_in(zone, one.since),
        "by": one.by,
        "role": one.role,
        "role_name": role_name(one.role, words),
        "expected_end": moment_in(zone, one.expected_end),
        "returns_by_itself": one.returns,
        "late": one.is_late(seen_at),
        "until": moment_in(zone, one.until),
        "lasted_s": one.lasted(seen_at).total_seconds(),
        "ended": one.ended or None,
        "ended_by": one.ended_by,
        "ended_role": one.ended_role,
        "end_text": one.end_text,
    }
