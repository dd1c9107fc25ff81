"""Spots where the same comes back, as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from dashboard.errors import wrong_parameter
from dashboard.view import parsers
from dashboard.view.question_parameters import limit, question
from dashboard.words.catalogue import Catalogue
from dashboard.words.moments import moment_in
from dashboard.words.numbers import whole
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import (
    SPOT_BOUNDS,
    SPOT_METRIC,
    SPOT_ORDERS,
    STANDARD_SPOTS,
    RepeatSpot,
    SpotAnswer,
    SpotRule,
    SpotsWanted,
)

USUAL = SpotsWanted().most
ON_A_SCREEN = SpotsWanted(most=100)
OF_A_QUESTION = ("area", "from", "to", "as_of", "recorded_as_of", "where")
OF_SPOTS = ("days", "metres", "least", "sort", "limit", "source", "id")
SECONDS_OF_A_DAY = 86_400
BETWEEN_AREAS = " › "
_OF_A_CASE = (
    "source", "source_id", "title", "category3", "channel", "area_code", "area_name", "department", "lon", "lat",
    "reported_at", "filed_at", "due_at", "closed_at", "status",
)  # fmt: skip


def spots_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """The spots that named texts ask for, or with source and id the cases of the spot of that case; beside OF_SPOTS
    the names OF_A_QUESTION. Raises BadParameter, UnknownArea, OutsideScope and TooSlow."""
    parsers.refuse_others(given, (*OF_A_QUESTION, *OF_SPOTS), "lang")
    asked = question({"key": SPOT_METRIC} | {name: given[name] for name in OF_A_QUESTION if name in given}, city)
    rule, most = spot_rule(given), limit(given)
    zone = city.profile.time_zone
    if source := parsers.text("source", given.get("source", "")):
        number = parsers.text("id", given.get("id", ""))
        found = city.governance.spot_cases(asked, source, number, rule, **({"most": most} if most else {}))
        cases = found.to_pylist()
        return {"cases": [{name: _written(case[name], zone) for name in _OF_A_CASE} for case in cases]}
    answer = city.governance.spots(asked, SpotsWanted(rule, spot_order(given.get("sort", "")), most or USUAL))
    return {
        "rule": {"days": rule.days, "metres": rule.metres, "least": rule.least, "sort": answer.order},
        "whole": answer.whole.as_json(),
        "spots_in_all": answer.all_spots,
        "cases_in_all": answer.all_cases,
        "open_in_all": answer.all_open,
        "compared": answer.compared,
        "not_compared": answer.not_compared,
        "spots": [_spot_as_json(spot, city, words) for spot in answer.spots],
    }


def spot_rule(given: Mapping[str, str]) -> SpotRule:
    """What days, metres and least say of a spot. Raises BadParameter."""
    said = {name: text for name in SPOT_BOUNDS if (text := given.get(name, "").strip())}
    numbers = {name: parsers.whole_number(name, text, *SPOT_BOUNDS[name]) for name, text in said.items()}
    standard = {name: getattr(STANDARD_SPOTS, name) for name in SPOT_BOUNDS}
    return SpotRule(**(standard | numbers))


def spot_order(given: str) -> str:
    """One of SPOT_ORDERS; empty: the longest first. Raises BadParameter."""
    order = given.strip() or SPOT_ORDERS[0]
    if order not in SPOT_ORDERS:
        raise wrong_parameter("sort", "none_of", given=parsers.quoted(order), known=", ".join(SPOT_ORDERS))
    return order


def spot_figures(found: SpotAnswer, words: Catalogue) -> str:
    """How many spots there are, with how many cases, and how many of those are open."""
    figures = {"spots": found.all_spots, "cases": found.all_cases, "open": found.all_open}
    return words("spots.figures", **{name: whole(n) for name, n in figures.items()})


def spot_rule_text(found: SpotAnswer, words: Catalogue) -> str:
    """What makes cases one spot, and among how many they were looked for."""
    numbers = {"days": found.rule.days, "metres": found.rule.metres, "least": found.rule.least}
    numbers |= {"compared": found.compared, "others": found.not_compared}
    return words("spots.rule", **{name: whole(n) for name, n in numbers.items()})


def path_of(spot: RepeatSpot, city: City) -> str:
    """The areas in which the newest case of a spot lies, below the city, from the largest down."""
    return path_to(spot.area_id, city)


def path_to(area_id: int, city: City) -> str:
    """The areas in which one lies and itself, below the city, from the largest down."""
    area = city.tree.by_id(area_id)
    return BETWEEN_AREAS.join([*(above.name for above in city.tree.ancestors(area)[1:]), area.name])


def _spot_as_json(spot: RepeatSpot, city: City, words: Catalogue) -> dict[str, Any]:
    zone = city.profile.time_zone
    return {
        "source": spot.source,
        "id": spot.source_id,
        "category": spot.category,
        "area_code": city.tree.by_id(spot.area_id).code,
        "area": path_of(spot, city),
        "areas": spot.areas,
        "lon": round(spot.point[0], 6),
        "lat": round(spot.point[1], 6),
        "extent_m": round(spot.extent_m, 1),
        "n": spot.n,
        "open": spot.open,
        "again": spot.again,
        "first_at": moment_in(zone, spot.first_at),
        "last_at": moment_in(zone, spot.last_at),
        "span_days": round(spot.span.total_seconds() / SECONDS_OF_A_DAY, 1),
        "departments": [
            {"code": code, "name": part_name("department", code, code, words), "n": n} for code, n in spot.departments
        ],
    }


def _written(value: Any, zone: tzinfo) -> Any:
    if isinstance(value, datetime):
        return moment_in(zone, value.replace(tzinfo=UTC))
    return value
