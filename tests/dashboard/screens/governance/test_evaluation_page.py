"""The page of evaluations: what it says of each unit, and that a value lists as many cases as its n."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from dash import html

from dashboard.screens.panel_registry import PANELS
from dashboard.screens.registration import draw_panel
from dashboard.screens.scenes import scene_at
from dashboard.view.number_shown import question_of
from queries.city import City
from tests.cities.builder import build_city
from tests.dashboard.screens.conftest import found, texts
from tests.queries.evaluation.test_evaluation_declaration import OWN

PAGE = "/evaluation"
JUNE = "?as_of=2024-06-10T18:00:00%2B08:00&period=2024-06-01..2024-06-10"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    folder = tmp_path_factory.mktemp("tiny") / "tiny"
    build_city(folder).close()
    (folder / "evaluations.toml").write_text(OWN, encoding="utf-8")
    with City.open(folder) as city:
        yield city


def drawn(city: City, more: str = "") -> html.Section:
    return draw_panel(PANELS["evaluation"], city, PAGE, JUNE + more, None)


def units(shown: html.Section) -> dict[str, list[str]]:
    """The texts of each row of a unit."""
    rows = [row for table in found(shown, "evaluation-table") for row in table.children[2].children]
    return {getattr(row, "data-unit"): texts(row) for row in rows if hasattr(row, "data-unit")}


def test_each_unit_stands_with_rank_score_band_and_parts(tiny: City) -> None:
    shown = drawn(tiny, "&evaluation=own&lang=en")
    assert units(shown) == {
        "W": ["1 of 2", "W side", "100.00", "good", "60 % of the weights known", "6", "100.0%",
              "too few cases, not scored · n = 1", "66.7%", "100.0 points · n = 3", "6.5 h", "100.0 points · n = 2"],
        "E": ["2 of 2", "E side", "41.53", "the rest", "8", "66.7%", "33.3 points · n = 3", "40.0%",
              "50.0 points · n = 5", "2.77 days", "41.0 points · n = 4"],
    }  # fmt: skip
    assert "Own · 2024-06-01 to 2024-06-10" in texts(shown)
    assert {"40%", "50.0%", "100.0%"} <= set(texts(shown))
    assert "区县评价 · 2024-05-01 至 2024-05-31" in texts(
        draw_panel(PANELS["evaluation"], tiny, PAGE, JUNE.partition("&")[0], None)
    )


def test_a_value_lists_as_many_cases_as_its_n(tiny: City) -> None:
    links = 0
    for key in tiny.evaluations.all:
        for row in [
            cell for table in found(drawn(tiny, f"&evaluation={key}"), "evaluation-table") for cell in cells(table)
        ]:
            if not isinstance(row[0], html.A):
                continue
            scene = scene_at(tiny, PAGE, f"?{urlsplit(row[0].href).query}", None)
            assert scene.view.listed, row[0].href
            assert not scene.notices, row[0].href
            n = tiny.kpis.ask(question_of(scene.view.listed, scene)).n
            assert texts(row[1])[0].endswith(f"n = {n}"), row[0].href
            links += 1
    assert links > 20


def cells(table: html.Table) -> list[list[html.A]]:
    return [
        cell.children for row in table.children[2].children for cell in row.children if isinstance(cell.children, list)
    ]


def test_an_unknown_evaluation_is_said(tiny: City) -> None:
    scene = scene_at(tiny, PAGE, f"{JUNE}&evaluation=counties", None)
    assert [notice.key for notice in scene.notices] == ["notice_evaluation"]
