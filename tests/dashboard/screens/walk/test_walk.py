"""One walk past every figure of every screen: what is written is the answer of the API, of the command line, of its
proof, and as many rows as its list has, from which counts and shares are worked out again."""

from __future__ import annotations

import io
import json
import re
import shlex
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from dash.development.base_component import Component
from flask import Flask
from flask.testing import FlaskClient
from typer.main import get_command

from dashboard.cli.application import app as application
from dashboard.cli.numbers import kpi as kpi_command
from dashboard.commands.city_commands import CityCommands
from dashboard.display.wording import value_figure
from dashboard.map.base_map import opening_extent
from dashboard.panels.numbers.number_card import api_call, command_line, proof_of
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import drawn
from dashboard.screens.scenes import scene_at
from dashboard.screens.screen_registry import REGISTRY
from dashboard.server.app import create_app
from dashboard.settings import Settings
from dashboard.view.number_shown import parse_number, question_of
from dashboard.view.question_parameters import texts_of
from dashboard.view.resolution import vocabulary
from dashboard.view.scene import Scene
from dashboard.words.numbers import exact, whole
from queries.city import City
from queries.values import Answer, Question, state_tables
from tests.cities.builder import build_city
from tests.cities.deliveries import deliver
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.dashboard.screens.test_special import grids
from tests.dashboard.screens.walk.screen_figures import DIGIT, Found, ShownFigure, Unnamed, figures_in

SCREENS = (
    "/",
    "/?period=7d&kpi=closing_rate&area=4101&why",
    "/?period=2026-11-01..2026-11-15&kpi=closed_on_time&compare",
    "/?period=2026-11-01..2026-11-15&kpi=satisfaction&compare=department",
    "/?period=2026-11-01..2026-11-15&kpi=handling_time&where=channel=app&category=category3",
    "/?kpi=open&split=channel&where=category1!=噪声扰民",
    "/?period=30d&kpi=reported&split=area&step=week&rank=all",
    "/?kpi=satisfaction&period=7d&lang=en&where=hour=11;hour=12",
    "/wall",
    "/wall?period=30d&scene=receive",
)
LEAST_FIGURES, LEAST_QUESTIONS = 2_000, 800
"""Figures seen, and different questions whose lists, calls, lines and proofs are asked."""
HEAT_TABLE, EVERY_SO_MANY = "week_hours", 17
"""Of its 168 cells a screen every seventeenth is asked in all ways; all are compared with their answers."""
A_FEW = 4
"""Every so many questions are asked in all ways; all of them in `make soak`."""
WITHOUT_A_KPI = {
    "briefing",
    "hot_spots",
    "measure",
    "sources",
    "partners",
    "fleets",
    "jobs",
    "newest",
    "header",
    "path",
    "controls",
    "list",
    "number",
    "saved",
    "scenes",
    "loops",
    "lines",
    "loop",
    "evaluation",
    "playbook",
    "coming",
    "evaluation_entry",
    "hops",
    "objections",
    "ledger",
    "ledger_opened",
    "sentence",
    "loop_cases",
    "loop_act",
    "spots",
    "matters",
    "suggestions",
    "spot",
    "roll_call",
    "roll_call_form",
    "roll_calls",
    "wall_call",
    "wall_missing",
    "wall_duty",
    "mode",
    "mode_form",
    "workload",
    "special_readings",
    "samples",
    "kinds",
    "kind",
    "kind_entry",
    "kind_proposals",
    "sample_cases",
    "duty",
    "agenda",
    "failures",
    "repeat_spots",
}
"""Panels whose texts are no answers of the dictionary; walls/test_sentence computes the numbers in sentences again."""
WITHOUT_FIGURES = {*WITHOUT_A_KPI, "alarms", "definitions", "load", "replay"}


def cases() -> pa.Table:
    """Sixty days of cases with levels of closing."""
    made = history()
    levels = [("street", "district", "city", None)[row % 4] for row in range(made.num_rows)]
    return made.append_column("closing_level", pa.array(levels, pa.string()))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The little city with special grids and levels of closing."""
    folder = tmp_path_factory.mktemp("walk")
    with build_city(folder, "little", cases=cases(), special_grids=grids(), clock=NOON) as opened:
        yield opened


@pytest.fixture(scope="module")
def walked(city: City) -> list[tuple[Scene, Found]]:
    """What all panels of the screens show."""
    shown: list[tuple[Scene, Found]] = []
    for address in SCREENS:
        path, _, query = address.partition("?")
        scene = scene_at(city, path, f"?{query}" if query else "", None)
        assert not scene.notices, address
        layout = scene.screen.layout(scene.screen, city.profile, opening_extent(city), scene.words)
        for key in dict.fromkeys(slots(layout)):
            if key not in WITHOUT_A_KPI:
                shown += [(scene, one) for one in figures_in(key, drawn(PANELS[key], city, scene))]
    return shown


@pytest.fixture(scope="module")
def client(city: City) -> FlaskClient:
    server: Flask = create_app(Settings(), city).server
    return server.test_client()


def slots(part: object) -> Iterator[str]:
    """The keys of the panels of a layout."""
    if isinstance(part, list | tuple):
        for child in part:
            yield from slots(child)
    elif isinstance(part, Component):
        if key := getattr(part, "data-slot", None):
            yield str(key)
        yield from slots(getattr(part, "children", None))


def asked(city: City, scene: Scene, number: str) -> Question:
    """The question that the card of a figure asks."""
    return question_of(parse_number(number, vocabulary(city, REGISTRY, scene.scope)), scene)


def told(number: Answer | dict[str, Any]) -> tuple[Any, ...]:
    """What two answers to one question have in common."""
    given = number if isinstance(number, dict) else number.as_json()
    return tuple(given[name] for name in ("value", "n", "numerator", "denominator", "status", "unit"))


def _written(printed: io.TextIOWrapper) -> str:
    printed.seek(0)
    return printed.read()


def test_every_figure_on_a_screen_has_a_name_by_which_it_is_asked(walked: list[tuple[Scene, Found]]) -> None:
    assert [(scene.search, one) for scene, one in walked if isinstance(one, Unnamed)] == []
    shown = [one for _, one in walked if isinstance(one, ShownFigure)]
    assert len(shown) > LEAST_FIGURES
    assert {one.panel for one in shown} >= {key for key in PANELS if key not in WITHOUT_FIGURES}


def test_what_is_written_is_the_answer(city: City, walked: list[tuple[Scene, Found]]) -> None:
    named = [(scene, one) for scene, one in walked if isinstance(one, ShownFigure) and not one.part]
    answers = [(scene, one, city.kpis.ask(asked(city, scene, one.number))) for scene, one in named]
    assert [(scene.search, one, answer) for scene, one, answer in answers if not says(one, answer, scene)] == []


def says(one: ShownFigure, answer: Answer, scene: Scene) -> bool:
    """Whether what is written is an answer: its value, or n alone; of a rate or duration with its n."""
    texts = ["".join(text.split()) for text in one.texts]
    if answer.value is None:
        return one.value is None and not re.search("[1-9]", "".join(texts))
    if one.value is not None and one.value != pytest.approx(answer.value):
        return False
    written = str(value_figure(answer.value, answer.unit, scene)), exact(answer.value, answer.unit, scene.words)
    has_value = any("".join(value.split()) in "".join(texts) for value in written)
    has_n = re.search(rf"(n=|=|/){whole(answer.n)}(?![\d,.])", "|".join(texts)) is not None
    if not answer.n:
        return has_value or not any(map(DIGIT.search, texts))
    stands_alone = answer.kind == "count" or not any(sign in text for text in texts for sign in ("n=", "/"))
    return has_value if has_value and stands_alone else has_n


def test_parts_without_a_name_of_their_own_make_up_the_figure_that_they_name(
    city: City, walked: list[tuple[Scene, Found]]
) -> None:
    sums: Counter[tuple[str, str, str]] = Counter()
    scenes = {}
    for scene, one in walked:
        if isinstance(one, ShownFigure) and one.part:
            key = (scene.search, one.panel, one.number)
            sums[key] += int(one.value or 0)
            scenes[key] = scene
    assert sums
    for key, total in sums.items():
        assert total == city.kpis.ask(asked(city, scenes[key], key[2])).n, key


@pytest.mark.parametrize("every", [A_FEW, pytest.param(1, marks=pytest.mark.soak)])
def test_the_list_the_api_the_command_line_and_the_proof_give_the_same_number(
    city: City, walked: list[tuple[Scene, Found]], client: FlaskClient, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    settings = Settings()

    @contextmanager
    def here(*_: object) -> Iterator[CityCommands]:
        yield CityCommands(city, settings)

    monkeypatch.setattr(kpi_command, "opened", here)
    monkeypatch.setattr(kpi_command, "chosen_folder", lambda *_: Path())
    monkeypatch.setattr(kpi_command, "Settings", lambda: settings)
    command = get_command(application)
    zone = city.profile.time_zone
    shown = [(scene, one) for scene, one in walked if isinstance(one, ShownFigure)]
    cells = [pair for pair in shown if pair[1].panel == HEAT_TABLE]
    others = [pair for pair in shown if pair[1].panel != HEAT_TABLE]
    questions = dict.fromkeys(asked(city, scene, one.number) for scene, one in (*others, *cells[::EVERY_SO_MANY]))
    assert len(questions) > LEAST_QUESTIONS
    for question in list(questions)[::every]:
        answer = city.kpis.ask(question)
        proof = proof_of(question, answer)
        for one in (question, proof):
            assert told(client.get(api_call(texts_of(one, zone))).get_json()) == told(answer), one
        line, printed = (
            shlex.split(command_line(proof, city.profile))[1:],
            io.TextIOWrapper(io.BytesIO(), encoding="utf-8"),
        )
        with redirect_stdout(printed):
            command([*line, "--json"], standalone_mode=False)
        assert told(json.loads(_written(printed))) == told(answer), line
        if state_tables()[city.kpis.dictionary[question.metric].table].name == "events":
            rows = city.kpis.cases(question)
            assert rows.num_rows == answer.n, question
            if answer.unit == "ratio" and answer.n:
                assert sum(rows.column("in_numerator").to_pylist()) / rows.num_rows == answer.value, question


def test_after_later_corrections_the_proofs_give_the_same_numbers(
    tmp_path: Path, city: City, walked: list[tuple[Scene, Found]]
) -> None:
    shown = [(scene, one) for scene, one in walked if isinstance(one, ShownFigure) and not one.part]
    questions = list(dict.fromkeys(asked(city, scene, one.number) for scene, one in shown))[::EVERY_SO_MANY]
    asked_now = [(question, city.kpis.ask(question)) for question in questions]
    before = [(question, answer) for question, answer in asked_now if answer.status != "no_data"]
    with build_city(tmp_path / "city", "little", cases=cases(), special_grids=grids(), clock=NOON) as corrected:
        proofs = [(proof_of(question, corrected.kpis.ask(question)), answer) for question, answer in before]
        numbers = cases().column("source_id").to_pylist()[::3]
        deliver(
            corrected, "events", *({"source_id": one, "reported_at": "2026-01-05T08:00:00+08:00"} for one in numbers)
        )
        assert len([one for one, answer in before if corrected.kpis.ask(one).value != answer.value]) > len(before) / 2
        assert [one for one, answer in proofs if told(corrected.kpis.ask(one)) != told(answer)] == []
