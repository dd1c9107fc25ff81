"""The card of a figure in a browser: opened beside the figure, read by keyboard, closed, and its proof asked."""

import pytest
from playwright.sync_api import expect

from queries.city import City
from tests.browser.conftest import Screen

pytestmark = pytest.mark.browser
ASKS, CARD = "[data-panel='card-1'] a.asks-what", ".number-card"


@pytest.fixture(scope="module")
def city(loaded: City) -> City:
    return loaded


def test_the_control_opens_the_card_of_its_figure_and_escape_gives_the_focus_back(screen: Screen) -> None:
    screen.open("/?period=all&kpi=reported")
    page = screen.page
    page.focus(ASKS)
    page.keyboard.press("Enter")
    expect(page.locator(CARD)).to_be_visible()
    key = page.get_attribute(CARD, "data-metric") or ""
    assert page.url.endswith(f"?period=all&kpi=reported&number={key}")
    screen.ready()
    assert page.evaluate("document.activeElement.dataset.panel") == "number"
    assert page.locator("[data-panel='card-0'].chosen").count() == 1
    call = page.get_attribute("[data-copy^='/api']", "data-copy") or ""
    answer = page.evaluate("async (call) => (await fetch(call)).json()", call)
    assert answer["value"] == float(page.get_attribute("[data-panel='card-1']", "data-value") or "nan")
    page.click("[data-copy^='/api']")
    expect(page.locator("[data-copy^='/api']")).to_have_text("已复制")
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_have_count(0)
    assert page.url.endswith("?period=all&kpi=reported")
    screen.ready()
    assert page.evaluate("document.activeElement.className") == "asks-what"
    assert screen.troubles == []


def test_a_row_has_a_control_of_its_own_and_a_drawn_figure_opens_its_card_after_the_switch(screen: Screen) -> None:
    screen.open("/?period=all&kpi=reported")
    page = screen.page
    row = page.locator(".slot-channel li[data-number]").first
    number = row.get_attribute("data-number") or ""
    assert number.startswith("chosen;channel=")
    control = row.locator("a.asks-what")
    expect(control).to_have_css("opacity", "0")
    control.focus()
    expect(control).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page.locator(f"{CARD} h2")).to_contain_text("渠道")
    assert page.url.endswith(f"?period=all&kpi=reported&number={number}")
    screen.ready()
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_have_count(0)
    screen.ready()
    assert page.evaluate("document.activeElement.dataset.number") == number
    page.locator(".slot-hours [data-asks-next]").press("Enter")
    expect(page.locator(".slot-hours [data-asks-next]")).to_have_attribute("aria-pressed", "true")
    page.locator(".slot-hours a[data-condition='hour=11'] .reach").click()
    expect(page.locator(f"{CARD} h2")).to_contain_text("11:00")
    assert "where=" not in page.url
    assert page.url.endswith("&number=chosen;hour=11")
    screen.ready()
    page.keyboard.press("Escape")
    page.locator(".slot-map [data-asks-next]").click()
    page.locator("path.area.clickable").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(CARD)).to_be_visible()
    assert "number=chosen;area=" in page.url
    assert screen.troubles == []
