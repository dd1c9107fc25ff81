"""Kinds that come next by season, as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard.view import parsers
from dashboard.view.question_parameters import question
from dashboard.words.catalogue import Catalogue
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import COMING_METRIC, Coming, ComingKind

OF_COMING = ("area", "as_of", "recorded_as_of", "where")


def coming_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """What comes in the next four weeks; `given` has the names OF_COMING. Raises BadParameter, UnknownArea,
    OutsideScope and TooSlow."""
    parsers.refuse_others(given, OF_COMING, "lang")
    asked = question({"key": COMING_METRIC} | {name: given[name] for name in OF_COMING if name in given}, city)
    found = city.governance.coming(asked)
    return {
        "area": asked.area,
        "status": found.status,
        "told": said(found, words),
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "just": _span(found.just),
        "is_just_known": found.is_just_known,
        "since": found.since.isoformat() if found.since else None,
        "enough_from": found.from_day.isoformat() if found.from_day else None,
        "years": [{"before": _span(year.before), "after": _span(year.after)} for year in found.years],
        "silent": [{"before": _span(year.before), "after": _span(year.after)} for year in found.silent],
        "breaks": [one.as_json() for one in found.breaks],
        "compared": found.compared,
        "kinds": [_kind(one, found.dimension, words) for one in found.kinds],
    }


def said(found: Coming, words: Catalogue) -> str:
    """On what the answer rests, or why there is none: one sentence, and what is to be known beside it."""
    values: dict[str, Any] = {"years": len(found.years), "count": len(found.kinds), "compared": found.compared}
    values |= {"since": found.since or "", "day": found.from_day or ""}
    key = "ok_once" if found.status == "ok" and len(found.years) == 1 else found.status
    sentences = [words(f"coming.{key}", **values)]
    if found.status == "ok":
        sentences += [words("coming.left_out", count=len(found.silent))] if found.silent else []
        sentences += [] if found.is_just_known else [words("coming.just_unknown")]
    return words("coming.between").join(sentences)


def _kind(one: ComingKind, dimension: str, words: Catalogue) -> dict[str, Any]:
    expected, low, high = one.expected or (None, None, None)
    return {
        "code": one.code,
        "name": part_name(dimension, one.code, one.name, words),
        "before": one.before,
        "after": one.after,
        "by_year": [{"before": before, "after": after} for before, after in one.by_year],
        "rise": one.rise,
        "low": one.low,
        "high": one.high,
        "p": one.p,
        "now": one.now,
        "expected": expected,
        "expected_low": low,
        "expected_high": high,
    }


def _span(days: tuple[date, date]) -> dict[str, str]:
    return {"from": days[0].isoformat(), "to": days[1].isoformat()}
