"""The cases of a cluster as a list: number, title without personal data, time and status as of the moment shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa

from dashboard.errors import wrong_parameter
from dashboard.map.layers.payloads import CaseListPage, ListedCase
from dashboard.view import parsers
from dashboard.view.scene import Scene
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import whole
from queries.city import City
from queries.values import FINEST, CasesWanted, Cell, Question

PAGE = 50
LEVELS_TOLD = 2  # of the areas that a case lies in, below the city
WITHOUT = "none"
ADDRESS = "/api/v1/map/points/cases"


def cell_of(given: str) -> Cell | None:
    """The cell of `depth.x.y`; None of "none", the cases without a trusted point. Raises BadParameter."""
    if given == WITHOUT:
        return None
    parts = given.split(".")
    if len(parts) != 3:
        raise wrong_parameter("cell", "no_cell", given=parsers.quoted(given))
    depth = parsers.whole_number("cell", parts[0], 0, FINEST)
    x, y = (parsers.whole_number("cell", part, 0, (1 << depth) - 1) for part in parts[1:])
    return Cell(depth, x, y)


def question_of(scene: Scene, known: str) -> Question:
    """The question of the screen as it was known at `known`, when the clusters were counted. Raises BadParameter."""
    question = scene.question(scene.metric.key)
    if not known or question.recorded_as_of:
        return question
    return replace(question, recorded_as_of=parsers.moment("known", known, UTC).astimezone(UTC))


def listed(city: City, scene: Scene, given: Mapping[str, str]) -> CaseListPage:
    """A page of the cases of a cell, how many there are, and where the next page and the CSV are. Raises as
    `city.kpis.ask`, and BadParameter."""
    cell, question = cell_of(given.get("cell", "")), question_of(scene, given.get("known", ""))
    first = parsers.whole_number("after", given.get("after") or "0", 0, parsers.MOST_ROWS)
    n = _count(city, question, cell)
    page = city.kpis.cases_at(question, cell, PAGE, first)
    here = {"cell": given.get("cell", ""), "known": given.get("known", "")}
    address = f"{ADDRESS}?{scene.request_query()}&{urlencode(here)}"
    return {
        "n": n,
        "title": scene.words(
            "points.listed_one" if n == 1 else "points.listed", n=whole(n), until=_clock(scene.now.as_of, scene)
        ),
        "cases": [_row(case, city, scene) for case in page.to_pylist()],
        "next": f"{address}&after={first + PAGE}" if first + page.num_rows < n and page.num_rows else None,
        "csv": f"{address}&format=csv",
    }


def all_of(city: City, scene: Scene, given: Mapping[str, str]) -> Iterator[pa.Table]:
    """All cases of a cell for a CSV, in pieces: the columns of `city.kpis.cases`, titles without personal data."""
    wanted = CasesWanted(cell_of(given.get("cell", "")))
    return city.kpis.case_rows(question_of(scene, given.get("known", "")), wanted)


def _count(city: City, question: Question, cell: Cell | None) -> int:
    """How many cases lie in a cell: its cluster's number, or counted where no cluster is so fine."""
    bins = city.kpis.bins(question)
    if cell is None:
        return bins.without
    if cell.depth > bins.depth:
        return int(city.kpis.cases_at(question, cell).num_rows)
    return int(bins.counts(cell.depth, cell.x, cell.y, cell.x + 1, cell.y + 1)[0, 0])


def _row(case: Mapping[str, Any], city: City, scene: Scene) -> ListedCase:
    area = city.tree.area(case["area_code"])
    path = [*(above.name for above in city.tree.ancestors(area)[1:]), area.name]
    return {
        "source": case["source"],
        "id": case["source_id"],
        "title": case["title"] or scene.words("newest.untitled"),
        "time": _clock(case["reported_at"].replace(tzinfo=UTC), scene),
        "status": scene.words.term("case_status", case["status"]),
        "area": " › ".join(path[:LEVELS_TOLD]),
    }


def _clock(moment: datetime, scene: Scene) -> str:
    return date_and_minute(moment, scene.zone)
