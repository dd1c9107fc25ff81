"""Cases of a loop that wait to be handed over, as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.errors import wrong_parameter
from dashboard.governance.acts_told import known_by
from dashboard.governance.loop_answers import KEY
from dashboard.governance.spot_answers import OF_A_QUESTION, path_to
from dashboard.view import parsers
from dashboard.view.question_parameters import limit, question
from dashboard.words.catalogue import Catalogue
from dashboard.words.moments import moment_in
from queries.city import City
from queries.values import Loop, WaitingCase

OF_HANDOVERS = (*OF_A_QUESTION, KEY, "limit")
USUAL, MOST = 50, 500


def handing_loops(city: City) -> dict[str, Loop]:
    """The loops whose cases are handed over by themselves, by key."""
    return {key: loop for key, loop in city.governance.loops.items() if any(rule.hold for rule in loop.stages)}


def unhanded_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """The cases that named texts (OF_HANDOVERS) ask for: of the loop named, without one of the first that hands over by
    itself. Raises BadParameter, UnknownArea, OutsideScope and TooSlow."""
    parsers.refuse_others(given, OF_HANDOVERS, "lang")
    loop = _chosen(city, given.get(KEY, ""))
    asked = question({"key": loop.metric_of()} | {name: given[name] for name in OF_A_QUESTION if name in given}, city)
    known, asked = known_by(asked), replace(asked, as_of=asked.as_of or city.sources.now())
    found = city.governance.unhanded(loop, asked, min(limit(given) or USUAL, MOST), known)
    whole = city.kpis.ask(asked)
    has_data = whole.status != "no_data"
    return {
        KEY: loop.key,
        "name": words.either(loop.zh, loop.en),
        "handed_to": loop.spoken(city.profile.language).handed_to,
        "whole": whole.as_json(),
        "in_all": found.in_all if has_data else None,
        "cases": [_case(one, city, words) for one in found.cases],
    }


def _chosen(city: City, given: str) -> Loop:
    loops = handing_loops(city)
    key = parsers.code(KEY, given) or next(iter(loops), "")
    if key not in loops:
        raise wrong_parameter(KEY, "none_of", given=parsers.quoted(key), known=", ".join(loops))
    return loops[key]


def _case(one: WaitingCase, city: City, words: Catalogue) -> dict[str, Any]:
    zone, stands = city.profile.time_zone, city.sources.stand
    return {
        "source": one.source,
        "id": one.source_id,
        "version": one.version,
        "title": one.title,
        "area_code": city.tree.by_id(one.area_id).code,
        "area": path_to(one.area_id, city),
        "department": one.department,
        "hands_over_at": moment_in(zone, None if stands else one.hands_over_at),
        "rules": [
            {
                "key": hit.rule.key,
                "name": words.either(hit.rule.zh, hit.rule.en),
                "hit_at": moment_in(zone, hit.hit_at),
                "hands_over_at": moment_in(zone, None if stands else hit.hands_over_at),
            }
            for hit in one.hits
        ],
    }
