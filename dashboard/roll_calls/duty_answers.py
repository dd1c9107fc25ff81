"""Who is on duty at the centres, as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.access.request_scope import request_scope
from dashboard.view import parsers
from dashboard.words.catalogue import Catalogue
from queries.city import City
from queries.values import DutyRoster

NAMES = ("area", "at", "lang")


def duty_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """Who is on duty in an area at a moment (now without one). Raises BadParameter, UnknownArea and OutsideScope."""
    parsers.refuse_others(given, NAMES)
    zone, scope = city.profile.time_zone, request_scope()
    area = city.tree.area(parsers.code("area", given["area"])) if given.get("area") else city.ground.home(scope)
    at = parsers.moment("at", given["at"], zone) if given.get("at") else city.sources.now()
    roster = city.roll_calls.on_duty(area, at, scope=scope)
    return {
        "area": area.code,
        "at": at.astimezone(zone).isoformat(),
        "kept": roster.is_kept,
        "refused_lines": roster.refused_in_all,
        "refused": refused_lines(roster, words),
        "turns": [
            {
                "area": city.tree.by_id(one.area_id).code,
                "area_name": city.tree.by_id(one.area_id).name,
                "name": one.name,
                "role": one.role,
                "telephone": one.telephone,
                "from": one.begins.astimezone(zone).isoformat(),
                "until": one.ends.astimezone(zone).isoformat(),
            }
            for one in roster.turns
        ],
    }


def refused_lines(roster: DutyRoster, words: Catalogue) -> list[dict[str, Any]]:
    """The lines that do not count, with why and what to do."""
    return [
        {"line": one.line, "why": words(f"duty.why.{one.why}", value=parsers.printable(one.value))}
        for one in roster.refused
    ]
