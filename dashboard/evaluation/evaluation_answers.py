"""How the units of an evaluation stand, as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from dashboard.errors import wrong_parameter
from dashboard.evaluation.evaluated_days import with_days
from dashboard.view import parsers
from dashboard.view.question_parameters import question
from dashboard.words.catalogue import Catalogue
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import (
    EnteredPart,
    EnteredScore,
    EnteredValue,
    Evaluation,
    EvaluationResult,
    Part,
    PartScore,
    ScoreBand,
    UnitClass,
    UnitScore,
)

KEY = "evaluation"
NOT_ASKED = ("key", "denominator", "by")


def evaluations_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """All evaluations as they are declared; or the one that `given` names under KEY with its result, beside it the
    names of a question but NOT_ASKED. Raises BadParameter, UnknownArea, OutsideScope and TooSlow."""
    others = {name: text for name, text in given.items() if name not in (KEY, "lang")}
    if not given.get(KEY):
        parsers.refuse_others(others, (KEY, "lang"))
        return {"evaluations": [_declared(city, one) for one in city.evaluations.all.values()]}
    for name in NOT_ASKED:
        if name in others:
            raise wrong_parameter(name, "unknown", known="area, from, to, as_of, recorded_as_of, where")
    evaluation = chosen_evaluation(city, given[KEY])
    asked = question({**others, "key": "reported"}, city)
    now = asked.as_of or city.sources.now()
    result = city.evaluations.result(evaluation, with_days(asked.at(now), city))
    return {"evaluations": [{**_declared(city, evaluation), **_result(city, result, words)}]}


def chosen_evaluation(city: City, key: str) -> Evaluation:
    """The evaluation of a key. Raises BadParameter."""
    every = city.evaluations.all
    if parsers.code(KEY, key) not in every:
        raise wrong_parameter(KEY, "none_of", given=parsers.quoted(key), known=", ".join(every))
    return every[key]


def _declared(city: City, one: Evaluation) -> dict[str, Any]:
    level = city.profile.levels[one.level].key if one.level else None
    return {
        "key": one.key,
        **{name: getattr(one, name) for name in ("zh", "en", "about_zh", "about_en")},
        "units": level or str(one.units),
        "least_weight": one.least_weight,
        "parts": [_part(city, part) for part in one.parts],
        "entered": [_entered_part(part) for part in one.entered],
        "classes": [{**_named(each), "at_least": each.at_least, "units": list(each.units)} for each in one.classes],
        "bands": [{**_named(each), "at_least": each.at_least} for each in one.bands],
        "left_out": [{"unit": each.unit, "zh": each.zh, "en": each.en} for each in one.left_out],
    }


def _part(city: City, part: Part) -> dict[str, Any]:
    metric = part.metric(city.kpis.dictionary)
    return {
        "key": part.kpi,
        "denominator": part.denominator,
        "zh": metric.zh,
        "en": metric.en,
        "formula_zh": metric.formula_zh,
        "formula_en": metric.formula_en,
        "unit": metric.unit,
        "weight": part.weight,
        "zero": part.zero,
        "full": part.full,
        "fewest": part.fewest,
    }


def _entered_part(part: EnteredPart) -> dict[str, Any]:
    texts = {name: getattr(part, name) for name in ("key", "zh", "en", "about_zh", "about_en")}
    return {**texts, "weight": part.weight, "zero": part.zero, "full": part.full}


def _named(one: ScoreBand | UnitClass) -> dict[str, str]:
    return {"key": one.key, "zh": one.zh, "en": one.en}


def _result(city: City, result: EvaluationResult, words: Catalogue) -> dict[str, Any]:
    by = "area" if result.evaluation.level else str(result.evaluation.units)
    return {
        "cases": result.cases.as_json(),
        "wholes": [one.as_json() for one in result.wholes],
        "results": [
            _unit(one, part_name(by, one.code, one.name, words), city.profile.time_zone) for one in result.units
        ],
    }


def _unit(one: UnitScore, name: str, zone: tzinfo) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": name,
        "class": one.unit_class.key,
        "rank": one.rank,
        "among": one.among,
        "score": one.score,
        "band": one.band.key if one.band else None,
        "known_weight": one.known,
        "apart": one.apart or None,
        "cases": one.cases,
        "parts": [_part_score(part) for part in one.parts],
        "entered": [_entered_score(part, zone) for part in one.entered],
    }


def _entered_score(one: EnteredScore, zone: tzinfo) -> dict[str, Any]:
    values = [_entered_value(value, zone) for value in one.values]
    return {"key": one.part.key, "value": one.value, "points": one.points, "values": values}


def _entered_value(one: EnteredValue, zone: tzinfo) -> dict[str, Any]:
    return {
        "value": one.value,
        "from": one.first.isoformat(),
        "to": one.last.isoformat(),
        "who": one.who,
        "at": one.at.astimezone(zone).isoformat(),
        "text": one.text,
    }


def _part_score(one: PartScore) -> dict[str, Any]:
    return {
        "key": one.part.kpi,
        "denominator": one.part.denominator,
        "value": one.value,
        "n": one.n,
        "points": one.points,
        "missing": one.missing or None,
    }
