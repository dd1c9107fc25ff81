"""What a change is made of: opened from the choices, closed by Escape, and left by a part that becomes the filter."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Screen

CARD = "[data-panel='why'] .why-card"


def test_it_opens_by_its_link_closes_by_escape_and_a_part_filters(screen: Screen) -> None:
    screen.open("/?period=7d")
    screen.page.click("a.why-link")
    screen.page.wait_for_selector(CARD)
    screen.page.keyboard.press("Escape")
    screen.page.wait_for_selector(CARD, state="detached")
    assert screen.page.url.endswith("/?period=7d")
    expect(screen.page.locator("a.why-link:not(.compare)")).to_be_focused()
    screen.page.go_back()
    screen.page.click(f"{CARD} [data-by='channel'] a >> nth=0")
    screen.page.wait_for_url(re.compile(r"where=channel="))
    assert screen.troubles == []
