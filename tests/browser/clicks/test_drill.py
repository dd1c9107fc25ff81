"""The loaded city, from the city down to a micro-grid: at every level the screen adds up and belongs to its address."""

from pathlib import Path

import pytest

from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.browser.conftest import Screen
from tests.cities.little.cases import CASES, NASTY, NOON

pytestmark = pytest.mark.browser
WAY_DOWN = ("41", "4101", "410101", "41010101", "4101010101", "410101010101")


@pytest.fixture(scope="module")
def city(loaded: City) -> City:
    return loaded


def reconciled(screen: Screen) -> tuple[int, int]:
    line = screen.page.locator(".reconciled")
    placed, not_placed = int(line.get_attribute("data-placed") or ""), int(line.get_attribute("data-not-placed") or "")
    assert line.inner_text() == f"地图 {placed:,} + 未落格 {not_placed:,} = {placed + not_placed:,}"
    return placed, not_placed


def test_from_the_city_to_a_micro_grid_every_level_adds_up(screen: Screen, loaded: City) -> None:
    screen.open("/?period=all")
    shares = []
    for depth, code in enumerate(WAY_DOWN):
        if depth:
            screen.page.click(f"path.area[data-code='{code}']")
        screen.arrive(code)
        placed, not_placed = reconciled(screen)
        asked = loaded.kpis.ask(Question("reported", code, as_of=NOON, scope=WHOLE_CITY))
        assert str(placed + not_placed) == screen.value("card-0") == str(asked.value)
        assert screen.areas() == {code}
        assert screen.page.locator(".steps li").count() == depth + 1
        shares.append((placed, not_placed))
    assert sum(shares[0]) == CASES
    assert all(not_placed for _, not_placed in shares[:5])
    assert shares[5][1] == 0
    assert screen.page.locator("path.area").count() == 1
    assert screen.troubles == []


def test_back_and_forward_through_the_levels(screen: Screen) -> None:
    screen.open("/?area=4101010101&period=all")
    screen.page.keyboard.press("Backspace")
    screen.arrive("41010101")
    screen.page.go_back()
    screen.arrive("4101010101")
    assert screen.areas() == {"4101010101"}


def test_loaded_text_stays_text(screen: Screen, tmp_path: Path) -> None:
    screen.open("/")
    assert NASTY in screen.page.inner_text("[data-panel='newest']")
    assert screen.page.locator("main script, main img").count() == 0
    with screen.page.expect_download() as found:
        screen.page.click(".download")
    found.value.save_as(tmp_path / "cases.csv")
    lines = (tmp_path / "cases.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) - 1 == int(screen.value("card-0") or 0)
