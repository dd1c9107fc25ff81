"""The page of kinds that recur: their counters and cures, the checklist of the opened one, the scene of the wall."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from dash import html

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from queries.city import City
from tests.cities.builder import build_city
from tests.cities.tiny.areas import POINTS
from tests.cities.tiny.cases import AS_OF, CASES, case, table_of
from tests.dashboard.screens.conftest import texts
from tests.queries.recurring_kinds.kind_acts import cure, judge

LAMP = case(source_id="L1", at="W1", category3="lamp", reported="6 8:00", filed="6 8:20")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("tiny"), cases=table_of((*CASES, LAMP)), clock=AS_OF) as opened:
        yield opened


def drawn(city: City, panel: str, search: str = "?lang=en", path: str = "/kinds") -> html.Section:
    return draw_panel(PANELS[panel], city, path, search, None)


def test_a_kind_is_shown_with_its_counter_its_cures_and_what_came_back(city: City) -> None:
    assert any("No kind is confirmed yet" in one for one in texts(drawn(city, "kinds")))
    form = json.dumps(drawn(city, "kind_entry").to_plotly_json(), default=lambda part: part.to_plotly_json())
    assert "category3=lamp" in form
    key = judge(city, text="工程未移交", unit="四环路")
    for number in range(22):
        cure(city, key, f"路口{number}", "mended", "3", area="W2", lon=POINTS["W2"][0], lat=POINTS["W2"][1])
    cure(city, key, "灯组", "mended", "5", sort="device", n=383, text="等待移交")
    said = texts(drawn(city, "kinds"))
    assert {"1 cases · 1 open · 0 after a closing", "1 with cases after the cure"} <= set(said)
    assert {"crossings: 22 of 22 mended", "devices: 383 await hand-over (0 of 383 handed over)"} <= set(said)
    opened = texts(drawn(city, "kind", f"?lang=en&kind={key}"))
    assert any("mended 2024-06-05 · li · 等待移交" in one for one in opened)
    assert "路灯 · checklist of cures" in opened
    assert any("There is no such kind" in one for one in texts(drawn(city, "kind", "?lang=en&kind=none")))


def test_the_wall_says_it_in_one_line(city: City) -> None:
    judge(city)
    wall = drawn(city, "kinds", "?lang=en&scene=kinds", "/wall")
    assert "路灯" in json.dumps(wall.to_plotly_json(), default=lambda part: part.to_plotly_json(), ensure_ascii=False)


def test_before_it_was_known_there_is_no_kind(city: City) -> None:
    early = f"?lang=en&kind={judge(city)}&as_of=2024-05-01T00:00:00%2B08:00"
    assert any("There is no such kind" in one for one in texts(drawn(city, "kind", early)))
    assert any("No kind is confirmed yet" in one for one in texts(drawn(city, "kinds", early)))


def test_a_kind_is_confirmed_by_the_narrowest_categories_that_there_are(tmp_path: Path) -> None:
    given = {"source_id": ["1", "2"], "reported_at": [AS_OF.replace(tzinfo=None)] * 2}
    two_levels = pa.table({**given, "category1": ["Noise", "Noise"], "category2": ["Music", "Alarm"]})
    for folder, cases, said in (("two", two_levels, "category2=Music"), ("none", pa.table(given), "No source tells")):
        with build_city(tmp_path / folder, cases=cases, clock=AS_OF) as opened:
            shown = drawn(opened, "kind_entry").to_plotly_json()
        assert said in json.dumps(shown, default=lambda part: part.to_plotly_json())
