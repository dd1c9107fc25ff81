"""Roll-calls as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

from dashboard.access.request_scope import request_scope
from dashboard.errors import NotFound
from dashboard.view import parsers
from dashboard.words.catalogue import Catalogue
from queries.city import City
from queries.values import CentreCalled, LevelCalled, LevelReached, RollCall

KEY = "call"
NAMES = ("area", "known", "limit", "lang")
MOST_LISTED = 50


def calls_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """`levels` that can be called, and `calls`, the newest first; of the one that `given` names under KEY also every
    centre. Raises BadParameter, UnknownArea and NotFound."""
    parsers.refuse_others(given, NAMES, KEY)
    zone, scope = city.profile.time_zone, request_scope()
    known = parsers.moment("known", given["known"], zone) if given.get("known") else None
    if given.get(KEY):
        call = city.roll_calls.one(parsers.text(KEY, given[KEY]), known, scope=scope)
        if call is None:
            raise NotFound("There is no such roll-call.")
        return {"calls": [call_as_json(city, call, words, with_centres=True)]}
    area = city.tree.area(parsers.code("area", given["area"])) if given.get("area") else city.tree.root
    most = parsers.limit("limit", given["limit"]) if given.get("limit") else MOST_LISTED
    calls = city.roll_calls.listed(area, most, known, scope=scope)
    return {
        "levels": [_level(city, one, words) for one in city.roll_calls.reach.levels],
        "calls": [call_as_json(city, one, words) for one in calls],
    }


def level_name(city: City, level: LevelCalled, words: Catalogue) -> str:
    """What the centres of a level are called, by the profile."""
    found = next(one for one in city.profile.levels if one.key == level.key)
    return words.either(found.zh, found.en)


def call_as_json(city: City, call: RollCall, words: Catalogue, *, with_centres: bool = False) -> dict[str, Any]:
    """One call, instants in the city's zone."""
    zone, made = city.profile.time_zone, call.made
    told = {
        "key": call.key,
        "text": made.text,
        "area": made.area.code,
        "area_name": made.area.name,
        "called_at": _at(made.called_at, zone),
        "called_by": made.called_by,
        "seen_at": _at(call.seen_at, zone),
        "open": call.is_open,
        "over_at": _at(call.over_at, zone),
        "ended_by": made.ended_by,
        "elapsed_s": _seconds(call.elapsed),
        "called": len(call.centres),
        "answered": call.answered,
        "levels": [_reached(city, one, words) for one in call.reached],
    }
    return told | ({"centres": [_centre(one, city) for one in call.centres]} if with_centres else {})


def _level(city: City, level: LevelCalled, words: Catalogue) -> dict[str, Any]:
    return {"key": level.key, "name": level_name(city, level, words), "minutes": level.minutes}


def _reached(city: City, one: LevelReached, words: Catalogue) -> dict[str, Any]:
    return {
        **_level(city, one.level, words),
        "called": one.called,
        "answered": one.answered,
        "in_time": one.in_time,
        "within": [{"minutes": minutes, "n": n} for minutes, n in one.within.items()],
        "p50_s": one.p50_s,
        "p95_s": one.p95_s,
    }


def _centre(one: CentreCalled, city: City) -> dict[str, Any]:
    answer, zone = one.answer, city.profile.time_zone
    return {
        "area": one.area.code,
        "name": one.area.name,
        "path": path_of(city, one),
        "level": one.level.key,
        "answered_at": _at(answer.at, zone) if answer else None,
        "after_s": _seconds(one.after),
        "in_time": one.is_in_time,
        "how": answer.how if answer else None,
        "who": answer.who if answer else "",
        "text": answer.text if answer else "",
    }


def path_of(city: City, one: CentreCalled) -> str:
    """The areas in which a centre lies, below the city, from the largest down."""
    return " › ".join([*(above.name for above in city.tree.ancestors(one.area)[1:]), one.area.name])


def _at(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="milliseconds")


def _seconds(span: timedelta | None) -> float | None:
    return round(span.total_seconds(), 1) if span is not None else None
