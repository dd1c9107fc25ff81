"""A page of a list of cases in the words of a screen: what each column says, and what leads on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from dashboard.cases.list_pages import list_page, listed
from dashboard.cases.payloads import CaseTablePage, CaseTableRow
from dashboard.display.wording import clock_text, metric_name
from dashboard.errors import wrong_parameter
from dashboard.view.number_shown import question_of
from dashboard.view.question_parameters import texts_of
from dashboard.view.scene import Scene
from dashboard.words.durations import span_text
from dashboard.words.moments import date_and_minute
from dashboard.words.numbers import whole
from dashboard.words.part_names import part_name
from queries.city import City
from queries.values import Question

COLUMNS = {
    "number": "number", "title": None, "category": "category", "status": "status", "area": "area",
    "department": "department", "channel": "channel", "reported": "reported", "due": None, "overdue": "overdue",
    "age": "age", "cross": None, "closed": None, "counted": None,
}  # fmt: skip
"""The columns, and by which order of queries they are sorted."""
USUAL = ("number", "title", "category", "status", "area", "department", "reported", "overdue")
USUAL_BESIDE = {"cross_open": ("cross", "age"), "cross": ("cross", "age")}
"""Columns that belong to the lists of these KPIs beside."""
CROSSINGS = ("cross_region", "cross_level", "cross_department")
LEVELS_TOLD = 2  # of the areas that a case lies in, below the city


def table_page(city: City, scene: Scene, given: Mapping[str, str]) -> CaseTablePage:
    """The page that a screen asks for. Raises BadParameter, and as `list_page`."""
    if scene.view.listed is None:
        raise wrong_parameter("search", "no_list")
    question = question_of(scene.view.listed, scene)
    asked = listed(question, given)
    page, words = list_page(city, asked, scene.words), scene.words
    metric = city.kpis.dictionary[question.metric].with_denominator(question.denominator)
    first, last = min(page.at + 1, page.n), page.at + page.cases.num_rows
    until = clock_text(scene.now.as_of, scene)
    parts = {"n": whole(page.n), "first": whole(first), "last": whole(last), "until": until}
    return {
        "n": page.n,
        "title": f"{metric_name(metric, scene)} · {place_of(city, scene, question)}",
        "said": words("list.found" if asked.text.strip() or asked.within else "list.all", **parts),
        "note": " ".join(words("list.left_out", column=words(f"list.column.{name}")) for name in _shown(page.left_out)),
        "rows": [_row(case, city, scene) for case in page.cases.to_pylist()],
        "previous": page.previous,
        "next": page.next,
        "last": page.last,
        "csv": _export(question, scene, "csv"),
        "xlsx": _export(question, scene, "xlsx"),
    }


def place_of(city: City, scene: Scene, question: Question) -> str:
    """The area of a question and its conditions in words."""
    return " · ".join([city.tree.area(question.area).name, *(scene.condition_text(one) for one in question.where)])


def _shown(columns: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys("category" if name.startswith("category") else name for name in columns))


def _export(question: Question, scene: Scene, form: str) -> str:
    as_of = question.as_of or scene.now.as_of
    texts = texts_of(replace(question, as_of=as_of), scene.zone)
    return f"/api/v1/cases?{urlencode({**texts, 'format': form})}"


def _row(case: Mapping[str, Any], city: City, scene: Scene) -> CaseTableRow:
    words = scene.words
    area = city.tree.area(case["area_code"])
    path = [*(above.name for above in city.tree.ancestors(area)[1:]), area.name]
    kinds = [case[f"category{depth}"] for depth in (1, 2, 3)]
    ended = case["closed_at"] or case["voided_at"]
    until = _aware(ended) or scene.now.as_of
    reported, due = _aware(case["reported_at"]), _aware(case["due_at"])
    late = until - due if due and until > due else None
    channel = part_name("channel", case["channel"], case["channel"], words) if case["channel"] else words("unknown")
    cells = {
        "number": case["source_id"],
        "title": case["title"] or words("newest.untitled"),
        "category": " › ".join(dict.fromkeys(kind for kind in kinds if kind)),
        "status": words.term("case_status", case["status"]),
        "area": " › ".join(path[:LEVELS_TOLD]),
        "department": case["department"] or "",
        "channel": channel,
        "reported": _minute(reported, scene),
        "due": _minute(due, scene),
        "overdue": span_text(late, words) if late else "",
        "age": span_text(max(until - reported, timedelta(0)), words) if reported else "",
        "cross": words("freshness.comma").join(words(f"card.{crossing}") for crossing in CROSSINGS if case[crossing]),
        "closed": _minute(_aware(case["closed_at"]), scene),
        "counted": words("card.yes" if case["in_numerator"] else "card.no"),
    }
    return {"source": case["source"], "id": case["source_id"], "cells": cells, "open": ended is None}


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None


def _minute(moment: datetime | None, scene: Scene) -> str:
    return date_and_minute(moment, scene.zone) if moment else ""
