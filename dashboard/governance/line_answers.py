"""Lines of business of a city, each with its season and the figures of its own cases, as plain data: those that the
asker may see. A line that there is not and one that may not be seen are answered alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dashboard.errors import NotFound
from dashboard.view import parsers
from dashboard.view.business_lines import line_seen
from dashboard.view.last_day import in_newest_days
from dashboard.view.question_parameters import question
from dashboard.walls.city_scenes import scenes_of
from geodata.city.lines_of_business import LineProfile
from queries.city import City
from queries.values import Answer, Question

KEY = "line"
FIGURES = ("reported", "open", "overdue_open")
OF_LINES = ("area", "from", "to", "as_of", "recorded_as_of")


@dataclass(frozen=True)
class LineAnswer:
    """A line, whether the moment asked about lies in its season, the keys of its scenes, and its figures by KPI."""

    key: str
    profile: LineProfile
    is_in_season: bool
    scenes: tuple[str, ...]
    figures: Mapping[str, Answer]


def lines_as_json(city: City, given: Mapping[str, str]) -> dict[str, Any]:
    """All lines that the asker may see, or the one that `given` names under KEY; beside it the names OF_LINES. Raises
    BadParameter, NotFound, UnknownArea, OutsideScope and TooSlow."""
    parsers.refuse_others(given, OF_LINES, KEY, "lang")
    asked = question({"key": FIGURES[0]} | {name: given[name] for name in OF_LINES if name in given}, city)
    wanted = parsers.text(KEY, given[KEY]) if given.get(KEY) else None
    city.tree.area(asked.area)
    found = list(lines_seen(city, asked, wanted))
    if wanted is not None and not found:
        raise NotFound("There is no such line of business.")
    return {"lines": [_as_json(one) for one in found]}


def lines_seen(city: City, asked: Question, wanted: str | None = None) -> Iterator[LineAnswer]:
    """The lines that the asker may see, or the one of a key, in the order of the profile. asked: area, days, moment and
    scope."""
    as_of = asked.as_of or city.sources.now()
    today = as_of.astimezone(city.profile.time_zone).date()
    of_lines = [(scene.key, scene.line) for scene in scenes_of(city) if scene.line]
    for key, profile in city.profile.lines_of_business.items():
        line = line_seen(city, key, asked.scope) if wanted in (None, key) else None
        if line is None:
            continue
        scope = replace(asked.scope, lines_of_business=(line,))
        of_line = replace(in_newest_days(asked, city), scope=scope, value_only=True)
        figures = {metric: city.kpis.ask(replace(of_line, metric=metric)) for metric in FIGURES}
        scenes = tuple(scene for scene, of in of_lines if of == key)
        yield LineAnswer(key, profile, profile.is_in_season(today), scenes, figures)


def _as_json(one: LineAnswer) -> dict[str, Any]:
    profile = one.profile
    return {
        "key": one.key,
        "zh": profile.zh,
        "en": profile.en,
        "season": list(profile.season) if profile.season else None,
        "in_season": one.is_in_season,
        "scenes": list(one.scenes),
        "figures": {metric: answer.as_json() for metric, answer in one.figures.items()},
    }
