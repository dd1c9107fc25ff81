"""What a search finds, grouped and in words, each with the address that goes there."""

from __future__ import annotations

import re

from dashboard.access.request_visitor import request_visitor
from dashboard.display.wording import clock_text, source_title
from dashboard.search.late_index import LateIndex
from dashboard.search.payloads import SearchAnswer, SearchGroup, SearchResult
from dashboard.search.phrases.offers import Understood, understood
from dashboard.view.scene import Scene
from geodata.areas.area_tree import Area
from queries.city import City
from queries.values import FoundCase, NumberAsked

MOST = 12
OF_EACH = 3  # special grids and cases that may take places of areas
LONGEST = 100
STEP = " › "
NUMBER = re.compile(r"(?=.*\d)[\w./:#-]+", re.ASCII)
BEGINNING = 3  # letters of a number that may stand for all numbers that begin so


def results(city: City, scene: Scene, indexes: LateIndex, query: str) -> SearchAnswer:
    """Groups (areas, special_grids, cases) of at most MOST results together, and what the query asks in words: first
    where nothing is called so; nothing for an empty query."""
    query, index = query.strip()[:LONGEST], indexes.get()
    if not query:
        return {"query": "", "groups": [], "understood": "", "remarks": []}
    asked = understood(city, scene, indexes.lexicon(scope=scene.scope), query)
    grids = [_grid(city, scene, place) for place in index.special_grids(query, MOST)]
    numbered = _cases(city, scene, query) if request_visitor().may("list_cases") else []
    cases = [_case(city, scene, case) for case in numbered]
    room = MOST - min(OF_EACH, len(grids)) - len(cases)
    areas = [_area(city, scene, number) for number in index.areas(query, scene.area, room)]
    found = {"areas": areas, "special_grids": grids[: MOST - len(areas) - len(cases)], "cases": cases}
    found["asked"] = list(asked.offers)
    groups: list[SearchGroup] = [
        {"key": key, "name": scene.words(f"search.{key}"), "results": rows} for key, rows in found.items() if rows
    ]
    sentence = scene.words("search.understood", what=asked.offers[0]["name"]) if asked.offers else ""
    return {"query": query, "groups": groups, "understood": sentence, "remarks": _remarks(scene, asked)}


def _remarks(scene: Scene, asked: Understood) -> list[str]:
    words, between = scene.words, scene.words("search.or")
    said = {"search.not_understood": asked.not_understood, "search.left_out": asked.left_out}
    return [words(key, words=between.join(which)) for key, which in said.items() if which]


def _cases(city: City, scene: Scene, query: str) -> list[FoundCase]:
    """Of what can be a number only: letters, digits and few signs, with a digit, perhaps with its source in front."""
    if not NUMBER.fullmatch(query):
        return []
    moments = (scene.now.as_of, scene.view.recorded_as_of)
    found = city.cases.by_number(NumberAsked(query, "", *moments, scope=scene.scope), OF_EACH)
    source, slash, number = query.partition("/")
    if slash and source and number:
        found += city.cases.by_number(NumberAsked(number, source, *moments, scope=scene.scope), OF_EACH)
    return [case for case in found if len(query) >= BEGINNING or case.source_id == query][:OF_EACH]


def path_of(city: City, area: Area) -> str:
    """The names of the areas above, below the city."""
    return STEP.join(above.name for above in city.tree.ancestors(area)[1:])


def _area(city: City, scene: Scene, number: int) -> SearchResult:
    area = city.tree.by_id(number)
    level = city.profile.levels[area.level]
    kind = scene.words.either(level.zh, level.en)
    return {
        "code": area.code,
        "name": area.name,
        "path": path_of(city, area),
        "kind": kind,
        "href": scene.area_link(area),
    }


def _grid(city: City, scene: Scene, place: int) -> SearchResult:
    grids = city.ground.special_grids
    code = str(grids.code[place])
    href = scene.special_link(code)
    kind = scene.words.term("special_kind", str(grids.kind[place]))
    return {"code": code, "name": str(grids.name[place]), "path": "", "kind": kind, "href": href}


def _case(city: City, scene: Scene, case: FoundCase) -> SearchResult:
    area = city.tree.by_id(case.area_id)
    where = STEP.join(part for part in (path_of(city, area), area.name) if part)
    return {
        "code": f"{case.source}/{case.source_id}",
        "name": f"{case.source_id} {case.title or scene.words('newest.untitled')}",
        "path": f"{clock_text(case.reported_at, scene)} {where}",
        "kind": source_title(city.profile, case.source, scene),
        "href": scene.link(case=f"{case.source}/{case.source_id}"),
    }
