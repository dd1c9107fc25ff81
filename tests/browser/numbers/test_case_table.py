"""The list of cases in a browser: opened from a figure, sorted, searched, columns kept, a case opened, closed."""

import pytest
from playwright.sync_api import expect

from queries.city import City
from tests.browser.conftest import Screen

pytestmark = pytest.mark.browser
TABLE, ROWS = ".case-table[data-n]", ".case-table tbody tr"


@pytest.fixture(scope="module")
def city(loaded: City) -> City:
    return loaded


def test_the_cases_behind_a_figure_are_listed_sorted_searched_and_opened(screen: Screen) -> None:
    screen.open("/?period=all&number=reported")
    page = screen.page
    page.click(".number-list")
    expect(page.locator(TABLE)).to_be_visible()
    assert page.url.endswith("?period=all&list=reported")
    n = page.get_attribute("[data-panel='card-0']", "data-value")
    assert page.get_attribute(TABLE, "data-n") == n
    heading = page.locator("th[aria-sort]:has([data-sort='number'])")
    page.click("[data-sort='number']")
    expect(heading).to_have_attribute("aria-sort", "descending")
    highest = page.inner_text(f"{ROWS} >> nth=0 >> .case-row")
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(page.locator(f"{ROWS} >> nth=0 >> .case-row")).not_to_have_text(highest)
    page.click(".case-table summary")
    page.uncheck("[data-column='title']")
    expect(page.locator("th:has-text('标题')")).to_have_count(0)
    page.keyboard.press("Escape")
    number = page.locator("[data-within='number']")
    number.press_sequentially(highest)
    expect(page.locator(ROWS)).to_have_count(1)
    expect(number).to_be_focused()
    number.fill("")
    expect(page.locator(ROWS)).not_to_have_count(1)
    page.fill(".case-table-head input[type='search']", highest)
    expect(page.locator(ROWS)).to_have_count(1)
    page.focus(".case-table-scroll")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(f".event-card[data-shown$='/{highest}']")).to_be_visible()
    expect(page.locator(ROWS)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".event-card")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".case-table")).to_have_count(0)
    assert screen.troubles == []
    screen.open("/?period=all&list=open")
    expect(page.locator(TABLE)).to_be_visible()
    assert page.locator("th:has-text('标题')").count() == 0
