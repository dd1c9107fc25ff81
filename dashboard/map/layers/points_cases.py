"""The cases of a cluster as a list: number, title without personal data, time and status as of the moment shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa

from dashboard.display.map_layers import asked
from dashboard.errors import BadParameter
from dashboard.view.scene import Scene
from dashboard.words.numbers import whole
from queries.city import City
from queries.kpis.bins import FINEST, Cell
from queries.kpis.question import Question
from queries.privacy.masking import masked

PAGE = 50
LEVELS_TOLD = 2  # of the areas that a case lies in, below the city
WITHOUT = "none"
ADDRESS = "/api/v1/map/points/cases"


def cell_of(text: str | None) -> Cell | None:
    """The cell of `depth.x.y`; None of "none", the cases without a trusted point. Raises BadParameter."""
    if text == WITHOUT:
        return None
    try:
        depth, x, y = (int(part) for part in (text or "").split("."))
    except ValueError:
        raise BadParameter("cell", f"{text!r} is no cell; write it depth.x.y, or none") from None
    if not (0 <= depth <= FINEST and 0 <= x < 1 << depth and 0 <= y < 1 << depth):
        raise BadParameter("cell", f"{text!r} is outside the world")
    return Cell(depth, x, y)


def question_of(scene: Scene, known: str | None) -> Question:
    """The question of the screen as it was known at `known`, when the clusters were counted. Raises BadParameter."""
    question = scene.question(scene.metric.key)
    if not known or question.recorded_as_of:
        return question
    try:
        moment = datetime.fromisoformat(known.replace(" ", "+"))
        return replace(question, recorded_as_of=moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        raise BadParameter("known", f"{known!r} is no moment") from None


def listed(city: City, scene: Scene, given: Mapping[str, str]) -> dict[str, Any]:
    """A page of the cases of a cell, how many there are, and where the next page and the CSV are. Raises as `City.ask`
    and BadParameter."""
    cell, question = cell_of(given.get("cell")), question_of(scene, given.get("known"))
    first = _whole_number(given.get("after"))
    n = _count(city, question, cell)
    page = city.cases_at(question, cell, PAGE, first)
    here = {"cell": given.get("cell", ""), "known": given.get("known", "")}
    address = f"{ADDRESS}?{asked(scene)}&{urlencode(here)}"
    return {
        "n": n,
        "title": scene.words(
            "points.listed_one" if n == 1 else "points.listed", n=whole(n), until=_clock(scene.now.as_of, scene)
        ),
        "cases": [_row(case, city, scene) for case in page.to_pylist()],
        "next": f"{address}&after={first + PAGE}" if first + page.num_rows < n and page.num_rows else None,
        "csv": f"{address}&format=csv",
    }


def all_of(city: City, scene: Scene, given: Mapping[str, str]) -> pa.Table:
    """All cases of a cell for a CSV: the columns of `City.cases`, titles without personal data."""
    table = city.cases_at(question_of(scene, given.get("known")), cell_of(given.get("cell")))
    titles = pa.array([masked(title) for title in table.column("title").to_pylist()], pa.string())
    return table.set_column(table.column_names.index("title"), "title", titles)


def _count(city: City, question: Question, cell: Cell | None) -> int:
    """How many cases lie in a cell: its cluster's number, or counted where no cluster is so fine."""
    bins = city.ask_bins(question)
    if cell is None:
        return bins.without
    if cell.depth > bins.depth:
        return int(city.cases_at(question, cell).num_rows)
    return int(bins.counts(cell.depth, cell.x, cell.y, cell.x + 1, cell.y + 1)[0, 0])


def _row(case: Mapping[str, Any], city: City, scene: Scene) -> dict[str, str]:
    area = city.tree.area(case["area_code"])
    path = [*(above.name for above in city.tree.ancestors(area)[1:]), area.name]
    return {
        "source": case["source"],
        "id": case["source_id"],
        "title": masked(case["title"]) or scene.words("newest.untitled"),
        "time": _clock(case["reported_at"].replace(tzinfo=UTC), scene),
        "status": scene.words.term("case_status", case["status"]),
        "area": " › ".join(path[:LEVELS_TOLD]),
    }


def _clock(moment: datetime, scene: Scene) -> str:
    return moment.astimezone(scene.zone).strftime("%Y-%m-%d %H:%M")


def _whole_number(text: str | None) -> int:
    if text and not text.isdecimal():
        raise BadParameter("after", f"{text!r} is no number of cases")
    return min(int(text or 0), 2**62)
