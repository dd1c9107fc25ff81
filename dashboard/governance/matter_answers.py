"""Matters of which several cases tell, and pairs of cases that may be one, as plain data for HTTP and command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dashboard.errors import wrong_parameter
from dashboard.governance.acts_told import acts_as_json, known_by
from dashboard.governance.spot_answers import OF_A_QUESTION, SECONDS_OF_A_DAY, path_to
from dashboard.view import parsers
from dashboard.view.question_parameters import limit, question
from dashboard.words.catalogue import Catalogue
from dashboard.words.moments import moment_in
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import (
    DAYS_BACK,
    LEAST_LIKENESS,
    MATTER_LOOP,
    MATTER_ORDERS,
    MOST_MATTERS,
    PAIR_DAYS,
    PAIR_METRES,
    Act,
    Answer,
    Matter,
    MattersWanted,
    PairedCase,
    Question,
    SavedThing,
    Suggestion,
)

OF_MATTERS = (*OF_A_QUESTION, "least", "sort", "limit")
OF_SUGGESTIONS = (*OF_A_QUESTION, "limit")
COUNTED = ("reported", "merged", "matters")
"""KPIs that stand beside the matters: all cases, those merged as duplicates, and each matter counted once."""
USUAL, USUAL_PAIRS, MOST_PAIRS = MattersWanted(), 40, 200


def matters_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """The matters that named texts (OF_MATTERS) ask for, with what people did about each. Raises BadParameter,
    UnknownArea, OutsideScope and TooSlow."""
    asked, zone = _asked(city, given, OF_MATTERS), city.profile.time_zone
    order, said = given.get("sort", "").strip() or USUAL.order, given.get("least", "").strip()
    if order not in MATTER_ORDERS:
        raise wrong_parameter("sort", "none_of", given=parsers.quoted(order), known=", ".join(MATTER_ORDERS))
    least = parsers.whole_number("least", said, 2, 1000) if said else USUAL.least
    most = min(limit(given) or USUAL.most, MOST_MATTERS)
    answer = city.governance.matters(asked, MattersWanted(least, order, most), known_by(asked))
    counted = {key: city.kpis.ask(replace(asked, metric=key)) for key in COUNTED}
    has_data = answer.whole.status != "no_data"
    return {
        "least": least,
        "sort": order,
        "whole": answer.whole.as_json(),
        "counted": {key: known_n(one) for key, one in counted.items()},
        "matters_in_all": answer.all_matters if has_data else None,
        "cases_in_all": answer.all_cases if has_data else None,
        "over_several_channels": answer.all_ways if has_data else None,
        "matters": [
            {
                "number": one.number,
                "source": one.source,
                "id": one.source_id,
                **_judged(one.acts),
                "category": one.category,
                "categories": one.categories,
                "area_code": city.tree.by_id(one.area_id).code,
                "area": path_to(one.area_id, city),
                "areas": one.areas,
                "channels": [
                    {"code": code, "name": part_name("channel", code, code, words), "n": n} for code, n in one.channels
                ],
                "n": one.n,
                "open": one.open,
                "again": one.again,
                "first_at": moment_in(zone, one.first_at),
                "last_at": moment_in(zone, one.last_at),
                "span_days": round(one.span.total_seconds() / SECONDS_OF_A_DAY, 1),
                "acts": acts_as_json(one.acts, zone),
            }
            for one in answer.matters
        ],
    }


def suggestions_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """The pairs that named texts (OF_SUGGESTIONS) ask for, without `from` and `to` of the last DAYS_BACK days.
    Raises as `matters_as_json`."""
    asked = _asked(city, given, OF_SUGGESTIONS)
    found = city.governance.suggestions(asked, min(limit(given) or USUAL_PAIRS, MOST_PAIRS), known_by(asked))
    rule = {"metres": PAIR_METRES, "days": PAIR_DAYS, "least_likeness": LEAST_LIKENESS, "days_back": DAYS_BACK}
    return {
        "status": found.status,
        "notes": [str(reason) if words.is_english else reason.zh for reason in found.reasons],
        "rule": rule,
        "pairs_in_all": found.all_pairs if found.status == "ok" else None,
        "pairs": [_pair(one, city, words) for one in found.pairs],
    }


def known_n(answer: Answer) -> int | None:
    """How many a KPI counts; None without data."""
    return answer.n if answer.status == "ok" else None


def matter_mark(matter: Matter) -> Act | None:
    """What a person said last of a matter: confirmed, its text then is its name, or refuted."""
    return _mark(matter.acts)


def _asked(city: City, given: Mapping[str, str], names: tuple[str, ...]) -> Question:
    parsers.refuse_others(given, names, "lang")
    return question({"key": MATTER_LOOP} | {name: given[name] for name in OF_A_QUESTION if name in given}, city)


def _mark(acts: Iterable[SavedThing]) -> Act | None:
    return next((one.act for one in acts if one.act.kind == "case_mark"), None)


def _judged(acts: Iterable[SavedThing]) -> dict[str, Any]:
    mark = _mark(acts)
    return {
        "judged": mark.state if mark else None,
        "name": (mark.text or None) if mark and mark.state == "confirmed" else None,
    }


def _pair(one: Suggestion, city: City, words: Catalogue) -> dict[str, Any]:
    zone, mark = city.profile.time_zone, _mark(one.acts)
    return {
        "earlier": _case(one.earlier, city, words),
        "later": _case(one.later, city, words),
        "metres": None if one.metres is None else round(one.metres, 1),
        "same_person": one.same_person,
        "likeness": None if one.likeness is None else round(one.likeness, 3),
        "category": one.category,
        "area_code": city.tree.by_id(one.area_id).code if one.area_id else None,
        "area": path_to(one.area_id, city) if one.area_id else None,
        "judged": mark.state if mark else None,
        "acts": acts_as_json(one.acts, zone),
    }


def _case(one: PairedCase, city: City, words: Catalogue) -> dict[str, Any]:
    name = part_name("channel", one.channel, one.channel, words) if one.channel else ""
    told = {"source": one.source, "id": one.source_id, "channel": one.channel, "channel_name": name}
    return told | {"reported_at": moment_in(city.profile.time_zone, one.reported_at)}
