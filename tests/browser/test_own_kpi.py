"""Adding a KPI is adding one table: it is then in the API, on the screen, in the ranking and in the dictionary."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Screen, Server, open_screen
from tests.cities.builder import build_city
from tests.cities.little.cases import CASES, NOON

pytestmark = pytest.mark.browser
NOISE = """
[noise_share]
zh = "噪声占比"
en = "Share of noise"
kind = "ratio"
population = "true"
numerator = "category1 = '噪声扰民'"
basis = "R"
unit = "ratio"
formula_zh = "统计期内上报的噪声扰民 ÷ 上报"
formula_en = "noise cases ÷ cases reported in the period"
"""


@pytest.fixture
def screen(browser: Browser, tmp_path: Path) -> Iterator[Screen]:
    with build_city(tmp_path / "little", "little", metrics=NOISE, clock=NOON) as city:
        server = Server(city).start()
        yield from open_screen(browser, server.address)
        server.stop()


def answer(screen: Screen, path: str) -> dict[str, object]:
    with urllib.request.urlopen(screen.address + path) as response:  # noqa: S310  # the test's own server
        return dict(json.load(response))


def test_one_table_is_enough(screen: Screen) -> None:
    body = answer(screen, "/api/v1/kpi?key=noise_share&by=area")
    assert (body["numerator"], body["denominator"]) == (CASES // 4, CASES)

    screen.open("/?kpi=noise_share&period=all")
    page = screen.page
    assert "噪声占比" in page.inner_text("[data-panel='map']")
    assert "噪声占比" in page.inner_text("[data-panel='ranking']")
    assert page.locator("[data-panel='ranking'] li").count() > 0
    assert screen.troubles == []

    screen.open("/dictionary")
    assert "noise_share" in page.inner_text("main")
    assert "统计期内上报的噪声扰民 ÷ 上报" in page.inner_text("main")
