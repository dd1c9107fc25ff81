"""Readings of rules about clusters: many cases of one category close together within a short time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from queries.alarms.asking import Asking, RuleQuestion
from queries.alarms.reading import RuleReading, RuleReadings
from queries.alarms.rule import AlarmRule
from queries.calendar.city_days import naive
from queries.loading.alarms.transition import Transition
from queries.privacy.masking import masked_value
from queries.sources.freshness import SILENT
from queries.store.statements import read_statements

METRES_A_DEGREE = 111_320.0
EARTH_M = 6_371_008.8
MOST_FOUND = 2_000
_SQL = read_statements(Path(__file__).with_name("clusters.sql"))


def clusters(asking: Asking, asked: RuleQuestion) -> RuleReadings | None:
    """The densest case of each cluster. A cluster that lies within `metres` of an open alarm of its category is that
    alarm's, wherever its densest case lies now; of two such the larger one is told. None where no source of cases is
    fresh enough to tell."""
    rule = asked.rule
    cases = [one for one in asking.standings(asked.as_of, scope=asking.scope) if one.kind in ("events", "steps")]
    if not cases or all(one.status in SILENT for one in cases):
        return None
    _, rows = asking.runner.rows(*question_of_clusters(asking, asked))
    taken = list[tuple[str, float, float]]()
    found = list[RuleReading]()
    for category, lon, lat, area_id, n in rows:
        if any(category == other and metres_between(lon, lat, *at) <= 2 * rule.metres for other, *at in taken):
            continue
        taken.append((category, lon, lat))
        place = asking.tree.by_id(area_id)
        for above in asking.tree.ancestors(place):
            if above.level == rule.level:
                place = above
        subject = masked_value(category) or category
        one = RuleReading(place.code, subject, float(n), float(rule.cases), n, n >= rule.cases, False, lon, lat)
        found.append(_of_open_one(rule, one, asked.open))
    return RuleReadings(tuple(found))


def question_of_clusters(asking: Asking, asked: RuleQuestion) -> tuple[str, dict[str, Any]]:
    """The statement whose rows are the cases with enough others around them, and what it binds."""
    return _statement("clusters", asked), _bound(asking, asked)


def pairs_asked(asking: Asking, asked: RuleQuestion, last: datetime) -> tuple[str, dict[str, Any]]:
    """The statement whose rows are the pairs of cases that are counted together at some moment from that of the
    question to a `last` one (aware), and what it binds."""
    bound = _bound(asking, asked) | {"as_of": naive(last), "minutes": asked.rule.minutes}
    del bound["most"]
    return _statement("pairs", asked), bound


def _statement(name: str, asked: RuleQuestion) -> str:
    category = f"stored.{asked.rule.category}"
    return _SQL.filled(name, **{piece: _SQL.filled(piece, category=category) for piece in ("columns", "conditions")})


def _bound(asking: Asking, asked: RuleQuestion) -> dict[str, Any]:
    rule, latitude = asked.rule, max(abs(asking.tree.root.bbox[1]), abs(asking.tree.root.bbox[3]))
    height = rule.metres / METRES_A_DEGREE * 1.01
    width = height / max(0.01, math.cos(math.radians(min(89.0, latitude))))
    least = rule.cases if rule.clear is None else math.ceil(rule.clear)
    return {
        "from_at": naive(asked.as_of - timedelta(minutes=rule.minutes)),
        "as_of": naive(asked.as_of),
        "metres": float(rule.metres),
        "cell_x": width,
        "cell_y": height,
        "least": max(2, least),
        "most": MOST_FOUND,
    }


def _of_open_one(rule: AlarmRule, one: RuleReading, held: Sequence[Transition]) -> RuleReading:
    for alarm in held:
        if alarm.subject == one.subject and alarm.lon is not None and alarm.lat is not None:
            assert one.lon is not None and one.lat is not None  # noqa: S101, PT018  # a cluster has a point
            if metres_between(one.lon, one.lat, alarm.lon, alarm.lat) <= rule.metres:
                return replace(one, area_code=alarm.area_code)
    return one


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Along the sphere, by the haversine formula."""
    south, north = math.radians(lat), math.radians(other_lat)
    east = math.radians(other_lon - lon)
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin(east / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(half))
