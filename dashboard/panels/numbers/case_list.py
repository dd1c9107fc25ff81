"""The list of the cases behind a figure; assets/modules/analyst/case_table.js asks for its pages and writes them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import cast
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.cases.list_rows import COLUMNS, USUAL, USUAL_BESIDE
from dashboard.cases.payloads import CaseTableSettings, CaseTableWords
from dashboard.display.panel import Panel, frame
from dashboard.view.number_shown import NumberShown, question_of
from dashboard.view.question_parameters import texts_of
from dashboard.view.scene import Scene
from queries.city import City
from queries.values import COLUMNS_SEARCHED, Question, state_tables

WORDS = tuple(CaseTableWords.__annotations__)


def is_open(scene: Scene) -> bool:
    """Whether the address lists cases."""
    return scene.view.listed is not None and scene.screen.is_interactive


def ask(city: City, scene: Scene) -> tuple[NumberShown, bool] | None:
    """The figure whose cases the address lists, and whether it counts cases at all."""
    listed = scene.view.listed
    if listed is None or not is_open(scene):
        return None
    metric = city.kpis.dictionary[question_of(listed, scene).metric]
    return listed, state_tables()[metric.table].name == "events"


def render(listed: tuple[NumberShown, bool] | None, scene: Scene) -> Component:
    """The place of the table, or nothing. It says nothing of the moment shown: a list that is read stays as it is."""
    words, label = scene.words, scene.words("list.label")
    if listed is None:
        return frame("list", "", scene, [], label=label)
    if not listed[1]:
        close = html.A("✕", href=scene.link(listed=None), className="case-table-close", title=words("list.close"))
        return frame(
            "list", "", scene, [html.P([words("list.no_cases_counted"), close], className="empty")], label=label
        )
    question = question_of(listed[0], scene)
    settings: CaseTableSettings = {
        "listed": _listed(question, scene),
        "close": scene.link(listed=None),
        "columns": [
            {"key": key, "name": words(f"list.column.{key}"), "sort": sort, "searched": key in COLUMNS_SEARCHED}
            for key, sort in COLUMNS.items()
        ],
        "usual": [*USUAL, *USUAL_BESIDE.get(question.metric, ())],
        "words": cast(CaseTableWords, {word: words(f"list.{word}", name="{name}") for word in WORDS}),
    }
    written = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return frame("list", "", scene, [html.Div(className="case-table", **{"data-case-table": written})], label=label)


def _listed(question: Question, scene: Scene) -> str:
    """What distinguishes this list from others, but for the moment of a screen that follows the news."""
    return urlencode({**texts_of(replace(question, as_of=scene.view.as_of), scene.zone), "lang": scene.words.language})


PANEL = Panel("list", ask, render, is_open=is_open)
