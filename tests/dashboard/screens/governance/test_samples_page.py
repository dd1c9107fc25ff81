"""The page of weekly samples: the pass rate with its interval, units without a rank, and the cases to judge."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import html

from dashboard.access.actor import Actor
from dashboard.governance.case_acts import CaseAct, CaseActs
from dashboard.governance.sample_drawing import draw_samples
from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.screens.conftest import found, texts


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with build_city(tmp_path / "tiny", clock=AS_OF) as opened:
        yield opened


def drawn(city: City, panel: str, search: str = "?lang=en") -> html.Section:
    return draw_panel(PANELS[panel], city, "/samples", search, None)


def test_the_sample_is_shown_and_judged(city: City) -> None:
    assert "No sample yet" in " ".join(texts(drawn(city, "samples")))
    draw_samples(city)
    acts = CaseActs(city)
    given = CaseAct(kind="sample_verdict", loop="2024-W23", source="tiny", source_id="K5", state="failed", text="未修")
    acts.keep(given, Actor("li", "test"))
    acts.keep(given.model_copy(update={"source_id": "K2", "state": "passed"}), Actor("li", "test"))
    shown = texts(drawn(city, "samples"))
    assert "50.0 % (9.5–90.5 %, n = 2)" in shown
    assert "2024-06-03 to 2024-06-09: 6 of 6 closed cases (strata: 6), drawn 2024-06-10 18:00." in shown
    assert "drawn 6 · passed 1 · failed 1 · not verifiable 0 · not reviewed 4" in shown
    assert "too few verdicts to rank" in shown
    [listed] = found(drawn(city, "sample_cases"), "loop-cases")
    numbers = [getattr(row, "data-case-row") for row in listed.children]
    assert numbers[-2:] == ["K2", "K5"]
    assert "2024-06-10 18:00 · li · failed · 未修" in texts(listed)
    [form] = found(drawn(city, "loop_act"), "case-act")
    offered = json.loads(getattr(form, "data-case-act"))
    assert (offered["loop"], [one["for_unit"] for one in offered["kinds"]]) == ("2024-W23", [False])
    assert [one["states"][0][0] for one in offered["kinds"]] == ["passed"]
    west = texts(drawn(city, "samples", "?lang=en&area=W"))
    assert "0.0 % (0–79.3 %, n = 1)" in west
