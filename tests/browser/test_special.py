"""Special grids on the map of the loaded city: chosen by a click, compared, ranked, and never added to the whole."""

from collections.abc import Iterator

import pytest
import shapely
from playwright.sync_api import expect

from geodata.areas.special_grids import SpecialGrids
from queries.city import City
from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.browser.conftest import Screen
from tests.cities.builder import build_city
from tests.cities.little.cases import NASTY, NOON

pytestmark = pytest.mark.browser
OUTLINES = (shapely.box(113.40, 34.60, 113.44, 34.63), shapely.box(113.50, 34.60, 113.65, 34.75))
ON = "layers=cells,special,labels&period=all"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    grids = SpecialGrids.of(["S1", "S2"], [NASTY, "商圈"], ["station", "mall"], "given", OUTLINES)
    grids.key[:] = True
    with build_city(tmp_path_factory.mktemp("special"), "little", special_grids=grids, clock=NOON) as city:
        yield city


@pytest.fixture(scope="module")
def city(loaded: City) -> City:
    return loaded


def of_grid(city: City, code: str) -> int:
    return city.kpis.ask(Question("reported", "41", as_of=NOON, where=(("special_grid", code),), scope=WHOLE_CITY)).n


def test_a_click_chooses_a_grid_and_all_numbers_are_its_own(screen: Screen, loaded: City) -> None:
    screen.open(f"/?{ON}")
    screen.page.click("path[data-special='S2']")
    screen.page.wait_for_function("location.search.includes('special=S2')")
    screen.ready()
    assert screen.value("card-0") == str(of_grid(loaded, "S2"))
    placed = screen.page.locator(".reconciled")
    expect(placed).to_have_attribute("data-placed", str(of_grid(loaded, "S2")))
    assert "商圈" in screen.page.inner_text("[data-panel='trend'] h2")
    expect(screen.page.locator(".special-compare td").first).to_contain_text(str(of_grid(loaded, "S2")))
    screen.page.click(".chip:has-text('商圈')")
    screen.page.wait_for_function("!location.search.includes('special=')")
    screen.ready()
    assert screen.value("card-0") == "400"
    expect(screen.page.locator(".special-compare")).to_be_hidden()
    assert screen.troubles == []


def test_with_shift_two_grids_stand_side_by_side(screen: Screen, loaded: City) -> None:
    screen.open(f"/?{ON}&special=S2")
    screen.page.wait_for_selector(".special-compare table")
    screen.page.wait_for_selector("path.special.chosen")
    screen.page.evaluate("document.querySelector('#map').focus?.()")
    screen.page.click(".leaflet-control-zoom-out", click_count=5)
    screen.page.click("path[data-special='S1']", modifiers=["Shift"])
    screen.page.wait_for_function("location.search.includes('special=S2,S1')")
    expect(screen.page.locator(".special-compare thead th")).to_have_count(3)
    cells = screen.page.locator(".special-compare tbody tr >> nth=0").locator("td")
    assert [cells.nth(place).inner_text().rstrip("件") for place in (0, 1)] == [
        str(of_grid(loaded, "S2")),
        str(of_grid(loaded, "S1")),
    ]
    assert screen.page.locator(".special-compare script, .special-name img").count() == 0


def test_grids_are_ranked_apart_from_areas_and_a_row_chooses_one(screen: Screen, loaded: City) -> None:
    screen.open(f"/?{ON}")
    screen.page.click("[data-panel='ranking'] .tabs a >> nth=1")
    screen.page.wait_for_selector("[data-panel='ranking'] li[data-code='S1']")
    rows = screen.page.locator("[data-panel='ranking'] li")
    assert [rows.nth(place).get_attribute("data-code") for place in range(rows.count())] == ["S1", "S2"]
    assert "各行不可相加" in screen.page.inner_text("[data-panel='ranking']")
    rows.nth(1).locator("a.row").click(modifiers=["Shift"])
    screen.page.wait_for_function("location.search.includes('where=special_grid=S2')")
    screen.ready()
    assert screen.value("card-0") == str(of_grid(loaded, "S2"))
    rows.nth(0).locator("a.row").focus()
    screen.page.keyboard.press("Alt+Enter")
    screen.page.wait_for_function("location.search.includes('special_grid!=S1')")
    screen.ready()
    screen.page.click(".clear")
    screen.page.wait_for_function("!location.search.includes('where')")
    rows.nth(1).locator("a.row").click()
    screen.page.wait_for_function("location.search.includes('special=S2')")
    screen.ready()
    expect(screen.page.locator("path.special.chosen")).to_have_attribute("data-special", "S2")


def test_key_six_switches_the_layer_and_nothing_of_it_stays(screen: Screen) -> None:
    screen.open("/?period=all")
    screen.page.keyboard.press("6")
    expect(screen.page.locator("path.special")).to_have_count(2, timeout=15_000)
    screen.ready()
    screen.page.keyboard.press("6")
    expect(screen.page.locator("path.special, .special-name, .special-compare")).to_have_count(0)
    assert screen.page.locator("[data-layer='special']").count() == 0
    screen.ready()
    for key in "636":  # each before the one before is drawn
        screen.page.keyboard.press(key)
    assert screen.page.url.endswith("/?period=all&layers=cells,points,labels")
    screen.ready()
    screen.page.focus(".layer-control a >> nth=0")
    screen.page.keyboard.press(" ")
    expect(screen.page.locator(".layer-control a >> nth=0")).to_have_attribute("aria-checked", "false")
    assert screen.page.url.endswith("/?period=all&layers=points,labels")
