"""Before and after a measure: from an area by the comparison to the answer, which the address carries."""

from tests.browser.conftest import Screen

CARD = "[data-panel='measure'] .why-card"


def test_a_day_is_chosen_and_the_address_carries_the_answer(screen: Screen) -> None:
    screen.open("/?area=410101&compare")
    screen.page.click("a.measure-link")
    screen.page.fill(f"{CARD} input[type=date]", "2020-01-01")
    screen.page.click(f"{CARD} .days button")
    screen.page.wait_for_selector(f"{CARD} .finding")
    assert "measure=2020-01-01" in screen.page.url
    screen.page.keyboard.press("Escape")
    screen.page.wait_for_selector(CARD, state="detached")
    assert "measure" not in screen.page.url
    assert screen.troubles == []
