"""The card of a case: from the list of the newest, from its address, away with Escape, and never over another area."""

import pytest
from playwright.sync_api import expect

from queries.city import City
from tests.browser.conftest import MODULE, Screen
from tests.cities.little.cases import NASTY

pytestmark = pytest.mark.browser
CARD = ".event-card"
OPENED = f"""async ([source, number]) => {{ {MODULE}
  (await moduleOf("map/cases/case_card.js")).openCase(source, number);
}}"""


@pytest.fixture(scope="module")
def city(loaded: City) -> City:
    return loaded


def shown(screen: Screen, case: str) -> None:
    expect(screen.page.locator(f"{CARD}[data-shown='{case}']")).to_be_visible(timeout=15_000)
    screen.ready()


def test_a_row_of_the_newest_opens_its_card_and_the_view_goes_to_its_point(screen: Screen) -> None:
    screen.open("/?period=all")
    screen.page.click(".events li[data-code='hand/H1'] a")
    shown(screen, "hand/H1")
    assert screen.page.url.endswith("?period=all&case=hand/H1")
    assert screen.page.locator(f"{CARD} .step-row").first.get_attribute("data-step") == "reported"
    frame, mark = screen.page.locator("#map").bounding_box(), screen.page.locator(".case-mark").bounding_box()
    card = screen.page.locator(CARD).bounding_box()
    assert frame
    assert mark
    assert card
    assert frame["x"] < mark["x"] < frame["x"] + frame["width"]
    assert frame["y"] < mark["y"] < frame["y"] + frame["height"]
    assert mark["x"] > card["x"] + card["width"]
    assert screen.troubles == []


def test_a_copied_address_opens_the_same_card_and_what_a_citizen_wrote_stays_text(screen: Screen) -> None:
    screen.open("/?period=all&case=hand%2FH0")
    shown(screen, "hand/H0")
    assert screen.page.inner_text(f"{CARD} h2") == NASTY
    assert screen.page.locator(f"{CARD} script, {CARD} img").count() == 0
    screen.page.set_viewport_size({"width": 683, "height": 384})  # at twice its size the map is below the window
    assert screen.page.evaluate("() => document.querySelector('.leaflet-container').getBoundingClientRect().top") > 250
    expect(screen.page.locator(f"{CARD} h2")).to_be_in_viewport(ratio=1)


def test_escape_and_the_cross_close_the_card_and_back_opens_it_again(screen: Screen) -> None:
    screen.open("/?area=4101&period=all&case=hand/H2")
    shown(screen, "hand/H2")
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator(CARD)).to_have_count(0)
    assert screen.page.url.endswith("/?area=4101&period=all")
    screen.ready()
    screen.page.go_back()
    shown(screen, "hand/H2")
    screen.page.click(f"{CARD} .event-card-close")
    expect(screen.page.locator(CARD)).to_have_count(0)
    expect(screen.page.locator(".case-mark")).to_have_count(0)
    screen.ready()
    screen.page.keyboard.press("Escape")
    screen.arrive("41")


def test_another_area_closes_the_card_another_kpi_does_not(screen: Screen) -> None:
    screen.open("/?period=all&case=hand/H2")
    shown(screen, "hand/H2")
    screen.page.click("[data-panel='card-1'] a")
    screen.ready()
    shown(screen, "hand/H2")
    screen.page.click("[data-panel='ranking'] li a >> nth=0")
    screen.page.wait_for_function("!location.search.includes('case=')")
    screen.ready()
    expect(screen.page.locator(CARD)).to_have_count(0)


def test_a_case_that_is_not_there_says_so(screen: Screen) -> None:
    screen.open("/?case=hand/nothing")
    expect(screen.page.locator(f"{CARD} .empty")).to_contain_text("没有这个案件", timeout=15_000)
    assert screen.page.locator(".case-mark").count() == 0


def test_looking_back_the_card_tells_only_what_had_happened(screen: Screen) -> None:
    screen.open("/?case=hand/H2&as_of=2026-11-20T11:00")
    expect(screen.page.locator(f"{CARD} .empty")).to_be_visible(timeout=15_000)
    screen.page.evaluate(OPENED, ["hand", "H390"])
    shown(screen, "hand/H390")
    assert "2026-11-20 11:00:00" in screen.page.inner_text(f"{CARD} footer")


def test_what_is_related_comes_when_it_is_looked_at_with_a_small_map_of_the_place(screen: Screen) -> None:
    screen.open("/?period=all&case=hand/H2")
    shown(screen, "hand/H2")
    section = screen.page.locator(f"{CARD} .event-related")
    section.scroll_into_view_if_needed()
    expect(section.locator("svg.place-map .place-own")).to_have_count(1)
    spot = section.locator("[data-relation='spot']")
    expect(spot).to_be_visible()
    n = int(spot.get_attribute("data-n") or 0)
    assert n > 0
    assert section.locator("svg.place-map .place-other").count() == min(n, 10)
    spot.locator("summary").click()
    row = spot.locator(".related-row").first
    other = row.get_attribute("data-related") or ""
    row.click()
    shown(screen, other)
    assert screen.troubles == []
