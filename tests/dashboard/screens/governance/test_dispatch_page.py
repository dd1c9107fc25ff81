"""The page of dispatch: the playbook beside what was dispatched, in words and tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dash import html

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from queries.city import City
from queries.values import PLAYBOOK_FILE
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF
from tests.dashboard.screens.conftest import texts

PAGE = "/dispatch"
ROWS = """category,department,valid_from,valid_until
parking,police,,2024-06-05
noise,environment,,
lamp,lighting,,
pipe,,,
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("dispatch") / "tiny", clock=AS_OF) as city:
        yield city


def drawn(city: City, panel: str, **address: str) -> html.Section:
    search = "&".join(f"{name}={text}" for name, text in {"lang": "en", **address}.items())
    return draw_panel(PANELS[panel], city, PAGE, f"?{search}", None)


def test_the_playbook_is_told_with_its_bad_lines_and_what_became_of_it(tiny: City) -> None:
    without = " ".join(texts(drawn(tiny, "playbook")))
    assert "This city has no playbook yet." in without
    (tiny.ground.folder / PLAYBOOK_FILE).write_text(ROWS, encoding="utf-8")
    told = " ".join(texts(drawn(tiny, "playbook")))
    assert "by day of dispatch, 2024-05-12 to 2024-06-10" in told
    assert "10 cases dispatched; 6 (60.0%) had an entry on the day of dispatch: 2 went first where it says" in told
    assert "line 5: nothing is said of department; fill it in" in told
    assert "4 more kinds have fewer than 10 cases, 4 in all" in told
    assert {"expired", "valid, not used", "… to 2024-06-05"} <= set(texts(drawn(tiny, "playbook")))
    day = " ".join(texts(drawn(tiny, "playbook", period="2024-06-01..2024-06-02")))
    assert "4 cases dispatched; 3 (75.0%)" in day
