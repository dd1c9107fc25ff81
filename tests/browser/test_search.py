"""The search box: typed into with the keyboard alone."""

import pytest
from playwright.sync_api import Route, expect

from queries.city import City
from tests.browser.conftest import Screen
from tests.cities.little.cases import NASTY

pytestmark = pytest.mark.browser
BOX, ROW = "#search-input", ".search-result"


@pytest.fixture(scope="module")
def city(loaded: City) -> City:
    return loaded


def typed(screen: Screen, text: str) -> None:
    screen.page.keyboard.press("/")
    screen.page.keyboard.type(text)


def test_slash_pinyin_and_enter_go_to_an_area(screen: Screen) -> None:
    screen.open("/?period=all")
    typed(screen, "di2quxian")
    expect(screen.page.locator(ROW).first).to_contain_text("第2区县")
    screen.page.keyboard.press("Enter")
    screen.arrive("4102")
    assert screen.page.url.endswith("/?area=4102&period=all")
    assert screen.page.input_value(BOX) == ""
    assert screen.troubles == []


def test_enter_does_not_wait_for_the_list(screen: Screen) -> None:
    screen.open("/")
    typed(screen, "4103")
    screen.page.keyboard.press("Enter")
    screen.arrive("4103")


def test_arrows_choose_and_escape_leaves_everything_as_it_was(screen: Screen) -> None:
    screen.open("/?area=4101")
    typed(screen, "41010")
    expect(screen.page.locator(f"{ROW}[aria-selected='true']")).to_have_count(1)
    screen.page.keyboard.press("ArrowUp")
    expect(screen.page.locator(f"{ROW} >> nth=-1")).to_have_attribute("aria-selected", "true")
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator(".search-results")).to_be_hidden()
    assert screen.page.input_value(BOX) == "41010"
    screen.page.keyboard.press("Escape")
    assert screen.page.input_value(BOX) == ""
    assert screen.page.url.endswith("/?area=4101")


def test_an_answer_after_escape_opens_nothing(screen: Screen) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    screen.open("/?area=4101")
    typed(screen, "4101")
    expect(screen.page.locator(f"{ROW}[aria-selected='true']")).to_have_count(1)
    screen.page.route("**/api/v1/search**", hold)
    with screen.page.expect_request("**/api/v1/search**"):
        screen.page.keyboard.type("0")
    screen.page.keyboard.press("Escape")
    with screen.page.expect_response("**/api/v1/search**"):
        held[-1].continue_()
    screen.still()
    expect(screen.page.locator(".search-results")).to_be_hidden()
    assert screen.page.input_value(BOX) == "41010"


def test_a_case_number_opens_its_card_and_its_title_stays_text(screen: Screen) -> None:
    screen.open("/?period=all")
    typed(screen, "hand/H0")
    expect(screen.page.locator(f"[data-group='cases'] {ROW}").first).to_contain_text(NASTY)
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator(".event-card[data-shown='hand/H0']")).to_be_visible(timeout=15_000)
    assert screen.page.locator(".search-results script, .search-results img").count() == 0


def test_a_search_that_failed_is_asked_again_by_itself(screen: Screen) -> None:
    screen.open("/?lang=en")
    screen.page.route("**/api/v1/search**", lambda route: route.abort())
    typed(screen, "4103")
    expect(screen.page.locator(".search-note")).to_be_visible()
    screen.page.unroute("**/api/v1/search**")
    expect(screen.page.locator(ROW).first).to_have_attribute("title", "4103")
    expect(screen.page.locator(".search-note")).to_be_hidden()


def test_what_is_not_there_is_said(screen: Screen) -> None:
    screen.open("/?lang=en")
    typed(screen, "qqq")
    expect(screen.page.locator(".search-note")).to_have_text("Nothing found for “qqq”")


def test_a_question_in_words_says_what_it_understood_and_goes_there(screen: Screen) -> None:
    screen.open("/?lang=en")
    typed(screen, "第2区县 overdue qqq last week")
    chosen = screen.page.locator(f"[data-group='asked'] {ROW}[aria-selected='true']")
    expect(chosen).to_contain_text("第2区县 · Last week → Open and overdue")
    expect(screen.page.locator(".search-note")).to_have_text("Not understood: qqq")
    announced = screen.page.get_by_role("status").filter(has_text="Understood as: 第2区县 · Last week")
    expect(announced).to_have_count(1)
    screen.page.keyboard.press("Enter")
    screen.arrive("4102")
    assert screen.page.url.endswith("/?area=4102&period=last_week&kpi=overdue_open&lang=en")
    assert screen.troubles == []
