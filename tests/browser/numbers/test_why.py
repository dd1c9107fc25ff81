"""What a change is made of: opened from the choices, closed by Escape, and left by a part that becomes the filter."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Screen

CARD = "[data-panel='why'] .why-card"
CUT_ON_A_PHONE = """() => {
  const cells = [...document.querySelectorAll(".why-table tbody td")];
  for (const cell of cells.filter((one) => one.cellIndex < 3)) (cell.firstChild ?? cell).textContent = "18,601 cases";
  return cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent);
}"""


def test_it_opens_by_its_link_closes_by_escape_and_a_part_filters(screen: Screen) -> None:
    screen.open("/?period=7d")
    screen.page.click("a.why-link")
    screen.page.wait_for_selector(CARD)
    screen.page.keyboard.press("Escape")
    screen.page.wait_for_selector(CARD, state="detached")
    assert screen.page.url.endswith("/?period=7d")
    expect(screen.page.locator("a.why-link:not(.compare)")).to_be_focused()
    screen.page.go_back()
    screen.page.wait_for_selector(f"{CARD} .why-table")
    screen.ready().page.set_viewport_size({"width": 390, "height": 844})
    assert screen.page.evaluate(CUT_ON_A_PHONE) == []
    screen.page.set_viewport_size({"width": 1920, "height": 1080})
    screen.page.click(f"{CARD} [data-by='channel'] a >> nth=0")
    screen.page.wait_for_url(re.compile(r"where=channel="))
    assert screen.troubles == []
