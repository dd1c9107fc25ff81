"""How governance loops stand, as plain data for the HTTP API and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import Any

from dashboard.errors import wrong_parameter
from dashboard.governance.loop_alarms import LoopAlarms, alarms_of_loop_as_json, open_alarms
from dashboard.view import parsers
from dashboard.view.question_parameters import question
from dashboard.words.catalogue import Catalogue
from dashboard.words.moments import moment_in
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import PARTS_OF_LOOPS, Loop, LoopAnswer, Question, StageCount, left_to_do

KEY = "loop"


def loops_as_json(city: City, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    """All loops, or the one that `given` names under KEY; beside it the names of a question but `key` and
    `denominator`. Raises BadParameter, UnknownArea, OutsideScope and TooSlow."""
    others = {name: text for name, text in given.items() if name not in (KEY, "lang")}
    for name in ("key", "denominator"):
        if name in others:
            raise wrong_parameter(name, "unknown", known="area, from, to, as_of, recorded_as_of, by, where")
    loops = city.governance.loops
    chosen = [chosen_loop(city, given[KEY])] if given.get(KEY) else list(loops.values())
    asked = question({**others, "key": chosen[0].metric_of()}, city) if chosen else None
    alarms = _alarms(city, chosen, asked) if asked else None
    told = (alarms_of_loop_as_json(city, alarms[loop.key] if alarms else None, words) for loop in chosen)
    return {
        "loops": [
            _loop_as_json(city, loop, others, words) | {"alarm_rules": list(loop.alarms), "alarms": open_now}
            for loop, open_now in zip(chosen, told, strict=True)
        ]
    }


def _alarms(city: City, loops: Iterable[Loop], asked: Question) -> LoopAlarms | None:
    """Those in the area, as they were known at the moment that is asked about."""
    return open_alarms(city, loops, city.tree.area(asked.area), asked.recorded_as_of or asked.as_of, scope=asked.scope)


def chosen_loop(city: City, key: str) -> Loop:
    """The loop of a key. Raises BadParameter."""
    loops = city.governance.loops
    if parsers.code(KEY, key) not in loops:
        raise wrong_parameter(KEY, "none_of", given=parsers.quoted(key), known=", ".join(loops))
    return loops[key]


def _loop_as_json(city: City, loop: Loop, given: Mapping[str, str], words: Catalogue) -> dict[str, Any]:
    asked = question({**given, "key": loop.metric_of()}, city)
    if asked.by is not None and asked.by not in PARTS_OF_LOOPS:
        raise wrong_parameter("by", "none_of", given=parsers.quoted(asked.by), known=", ".join(PARTS_OF_LOOPS))
    answer = city.governance.stages(loop, asked)
    return {
        "key": loop.key,
        **{name: getattr(loop, name) for name in ("zh", "en", "about_zh", "about_en", "basis", "overlapping")},
        "acts": list(loop.acts),
        "kpis": [{"key": key, "denominator": denominator} for key, denominator in loop.kpis],
        "population": answer.whole.as_json(),
        "pending": {"metric": loop.pending_metric, "n": None if answer.whole.status == "no_data" else answer.pending},
        "stages": _stages(loop, answer.stages, city.profile.time_zone),
        "unknown_stages": [
            {"key": one.key, "zh": one.zh, "en": one.en, "metric": loop.metric_of(one)} for one in answer.unknown
        ],
        "parts": list(_parts(loop, answer, asked.by or "", words)),
    }


def _stages(loop: Loop, stages: Iterable[StageCount], zone: tzinfo) -> list[dict[str, Any]]:
    return [
        {
            "key": one.stage.key,
            "zh": one.stage.zh,
            "en": one.stage.en,
            "metric": loop.metric_of(one.stage),
            "ends": one.stage.ends,
            "n": one.n,
            "limit_hours": one.stage.limit_hours or None,
            "due": one.stage.due or None,
            "late": one.late,
            "late_metric": loop.metric_of(one.stage, late=True) if one.stage.late else None,
            "oldest": moment_in(zone, one.oldest),
            "days": dict(one.bands),
        }
        for one in stages
    ]


def _parts(loop: Loop, answer: LoopAnswer, by: str, words: Catalogue) -> Iterable[dict[str, Any]]:
    for code, stages in answer.parts.items():
        yield {
            "code": code,
            "name": part_name(by, code, code, words),
            "pending": left_to_do(stages),
            "late": sum(one.late or 0 for one in stages),
            "stages": {one.stage.key: one.n for one in stages},
        }
