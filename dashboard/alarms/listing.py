"""Alarms as plain data: those that an address of the API asks for, and what rules would have raised before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from dashboard.access.request_scope import request_scope
from dashboard.alarms.messages.told import ToldAlarms, ToldMessage
from dashboard.alarms.naming import alarm_name, limit_text, rule_of, unit_of
from dashboard.errors import wrong_parameter
from dashboard.view import parsers
from dashboard.words.catalogue import Catalogue
from queries.city import City
from queries.values import STANDINGS, Alarm, AlarmsAsked, Standing, end_of_day, start_of

NAMES = ("area", "standing", "rule", "known", "limit")
LONGEST_TEST_DAYS = 366
MOST_LISTED = 5_000
IN_HAND: tuple[Standing, ...] = ("new", "acknowledged", "assigned", "snoozed")


def alarms_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """`alarms`: the open ones without `standing`, which is words of STANDINGS by commas, or `all`; `counts`: how many
    stand so, whatever is asked for. Raises BadParameter and UnknownArea."""
    area = city.tree.area(parsers.code("area", given["area"])) if given.get("area") else city.tree.root
    zone = city.profile.time_zone
    known = parsers.moment("known", given["known"], zone) if given.get("known") else None
    rule = parsers.code("rule", given["rule"]) if given.get("rule") else ""
    most = parsers.limit("limit", given["limit"]) if given.get("limit") else MOST_LISTED
    wanted = _standings(given.get("standing", ""))
    alarms = city.alarms.listed(AlarmsAsked(area, rule=rule), known, scope=request_scope())
    listed = [one for one in alarms if one.standing in wanted]
    told = ToldAlarms(city)
    return {
        "alarms": [
            alarm_as_json(city, one, words) | {"messages": [_told_as_json(city, of) for of in told.of(one.key)]}
            for one in listed[:most]
        ],
        "n": len(listed),
        "counts": {standing: sum(one.standing == standing for one in alarms) for standing in STANDINGS},
    }


def _told_as_json(city: City, told: ToldMessage) -> dict[str, Any]:
    zone = city.profile.time_zone
    moments = {name: at.astimezone(zone).isoformat() if at else None for name, at in told.moments.items()}
    return asdict(told) | {"steps": list(told.steps)} | moments


def _standings(given: str) -> tuple[str, ...]:
    if not given:
        return IN_HAND
    if given == "all":
        return STANDINGS
    asked = tuple(given.split(","))
    if any(one not in STANDINGS for one in asked):
        raise wrong_parameter("standing", "none_of", given=parsers.quoted(given), known=", ".join((*STANDINGS, "all")))
    return asked


def alarm_as_json(city: City, alarm: Alarm, words: Catalogue) -> dict[str, Any]:
    """One alarm, instants in the city's zone."""
    rule, name, told = rule_of(city, alarm), alarm_name(city, alarm, words), alarm.told
    unit, answer, zone = unit_of(city, rule), alarm.answer, city.profile.time_zone

    def at(moment: datetime | None) -> str | None:
        return moment.astimezone(zone).isoformat() if moment else None

    return {
        "key": alarm.key, "rule": told.rule, "rule_name": name.rule, "severity": told.severity,
        "standing": alarm.standing, "area": told.area_code or city.tree.root.code, "area_name": name.place,
        "subject": told.subject, "subject_name": name.about, "lon": told.lon, "lat": told.lat,
        "value": told.value, "threshold": told.threshold, "unit": unit, "n": told.n,
        "limit": limit_text(rule, told.threshold, unit, words),
        "raised_at": at(alarm.raised_at), "told_at": at(told.as_of), "cleared_at": at(alarm.cleared_at),
        "answer": {
            "state": answer.state, "who": answer.who, "at": at(answer.at), "unit": answer.unit, "text": answer.text,
            "until": at(answer.until),
        } if answer else None,
    }  # fmt: skip


def test_as_json(
    city: City, given: Mapping[str, str], words: Catalogue, progress: Callable[[str, float], None]
) -> dict[str, Any]:
    """What every rule would have raised on the days `days` (first..last), hour by hour. Raises BadParameter."""
    first, last = parsers.days("days", given.get("days", ""))
    if (last - first).days >= LONGEST_TEST_DAYS:
        raise wrong_parameter("days", "too_many_days", most=LONGEST_TEST_DAYS)
    zone = city.profile.time_zone
    end = min(end_of_day(last, zone), city.sources.now())
    tested = city.alarms.back_test(start_of(first, zone), end, progress, scope=request_scope())
    rules = []
    for one in tested:
        newest = [alarm_as_json(city, Alarm((transition,)), words) for transition in one.newest]
        name = city.alarms.rules[one.rule].name(words.language)
        rules.append(asdict(one) | {"name": name, "newest": newest})
    return {"from": first.isoformat(), "to": last.isoformat(), "rules": rules}
