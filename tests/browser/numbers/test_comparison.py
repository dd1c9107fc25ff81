"""Which department sends back most, and is it significant: from the screen to the answer, by the keyboard as well."""

import re

from tests.browser.conftest import Screen

CARD = "[data-panel='comparison'] .why-card"


def test_from_the_choices_to_departments_side_by_side_and_back_by_escape(screen: Screen) -> None:
    screen.open("/?period=30d&kpi=returned")
    screen.page.focus("a.why-link.compare")
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_selector(CARD)
    screen.page.click(f"{CARD} nav a[href*='compare=department']")
    screen.page.wait_for_selector(f"{CARD} nav a.chosen[href*='compare=department']")
    assert screen.page.locator(f"{CARD} .finding").first.inner_text().startswith(("最高", "各部分"))
    assert screen.page.locator(f"{CARD} .compared tbody tr").count() > 1
    screen.page.keyboard.press("Escape")
    screen.page.wait_for_selector(CARD, state="detached")
    assert re.search(r"\?period=30d&kpi=returned$", screen.page.url)
    assert screen.troubles == []
