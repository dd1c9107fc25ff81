"""Weekly samples of closed cases as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dashboard.access.request_scope import request_scope
from dashboard.errors import NotFound
from dashboard.view import parsers
from dashboard.words.catalogue import Catalogue
from dashboard.words.moments import moment_in
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import SAMPLED_AREA, DrawnCase, DrawnSample, UnitVerdicts, VerdictCounts

KEY = "week"
NAMES = ("area", "known", "limit", "again", "lang")


def samples_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """`samples`, the newest first; the one that `given` names under KEY with units, strata and cases, and with `again`
    drawn once more. Raises BadParameter, UnknownArea, OutsideScope, NotFound and TooSlow."""
    parsers.refuse_others(given, NAMES, KEY)
    zone, scope = city.profile.time_zone, request_scope()
    known = parsers.moment("known", given["known"], zone) if given.get("known") else None
    area = city.tree.area(parsers.code("area", given["area"])) if given.get("area") else city.tree.root
    if week := parsers.text(KEY, given.get(KEY, "")):
        found = city.samples.one(week, area, known, scope=scope)
        if found is None:
            raise NotFound("There is no sample of this week.")
        told = _in_full(city, found, words)
        again = city.samples.drawn_again(week, scope=scope) if given.get("again") else None
        return {"samples": [told | {"again": asdict(again) if again else None}]}
    most = {"most": parsers.limit("limit", given["limit"])} if given.get("limit") else {}
    listed = city.samples.listed(area, known=known, scope=scope, **most)
    return {"samples": [_told(city, one) for one in listed]}


def value_name(city: City, by: str, code: str, words: Catalogue) -> str:
    """What a value of a dimension of strata is called."""
    name = city.tree.area(code).name if by == SAMPLED_AREA and code in city.tree.number_of_code else code
    return part_name(by, code, name, words)


def _told(city: City, sample: DrawnSample) -> dict[str, Any]:
    drawing = sample.drawing
    rule = asdict(drawing.rule)
    return {
        "week": drawing.week.key,
        "from": drawing.week.monday.isoformat(),
        "to": drawing.week.sunday.isoformat(),
        "drawn_at": moment_in(city.profile.time_zone, drawing.drawn_at),
        "drawn_by": drawing.drawn_by,
        "as_of": moment_in(city.profile.time_zone, drawing.as_of),
        "seed": drawing.seed,
        "rule": {"version": drawing.version, **rule, "by": list(drawing.rule.dimensions)},
        "cases_in_strata": sum(one.population for one in sample.strata),
        "verdicts": _counts(sample.counts),
    }


def _in_full(city: City, sample: DrawnSample, words: Catalogue) -> dict[str, Any]:
    strata = [{"values": list(one.values), "population": one.population, "n": len(one.cases)} for one in sample.strata]
    units = [_unit(city, one, words) for one in sample.units]
    return _told(city, sample) | {"units": units, "strata": strata, "cases": [_case(city, one) for one in sample.cases]}


def _unit(city: City, one: UnitVerdicts, words: Catalogue) -> dict[str, Any]:
    name = value_name(city, one.by, one.code, words)
    return {"by": one.by, "code": one.code, "name": name, "rank": one.rank, "low": one.low, **_counts(one.counts)}


def _counts(counts: VerdictCounts) -> dict[str, Any]:
    names = ("drawn", "passed", "failed", "not_verifiable", "unreviewed", "n", "rate")
    interval = [round(one, 4) for one in counts.interval] if counts.interval else None
    return {name: getattr(counts, name) for name in names} | {"interval": interval}


def _case(city: City, one: DrawnCase) -> dict[str, Any]:
    verdict = one.verdict
    return {
        "source": one.source,
        "source_id": one.source_id,
        "stratum": list(one.values),
        "title": one.title,
        "department": one.department,
        "area": city.tree.by_id(one.area_id).code,
        "closed_at": moment_in(city.profile.time_zone, one.closed_at),
        "verdict": one.state or None,
        "remark": verdict.act.text if verdict else "",
        "who": verdict.act.who if verdict else "",
        "given_at": moment_in(city.profile.time_zone, verdict.act.happened_at) if verdict else None,
    }
