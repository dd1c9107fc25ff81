"""What a click needs is asked for when the pointer goes down, once, and is shown only by the click."""

from typing import Any

import pytest
from playwright.sync_api import Request, Response

from queries.kpis.question import Question
from queries.scope import WHOLE_CITY
from tests.browser.conftest import MODULE, Screen
from tests.cities.living_city import LivingCity

pytestmark = pytest.mark.browser
ROW = "[data-panel='ranking'] li[data-code='4102'] a"
AREA = "path.area[data-code='4102']"


def screens_asked(screen: Screen) -> list[str]:
    """The addresses for which screens are asked from now on, as they are asked. Not those that came with panels still
    being computed and are asked for once more, as it happens on a busy machine."""
    asked: list[str] = []

    def note(request: Request) -> None:
        question: dict[str, Any] = (request.post_data_json or {}) if request.url.endswith("/screen") else {}
        if question and not question["unfinished"]:
            asked.append(question["search"])

    screen.page.on("request", note)
    return asked


def is_screen(answer: Response) -> bool:
    return answer.url.endswith("/screen")


def press(screen: Screen, selector: str) -> None:
    """The pointer goes down on an element, and the screen for which that asks comes."""
    screen.page.hover(selector)
    screen.still()
    with screen.page.expect_response(is_screen):
        screen.page.mouse.down()


@pytest.mark.parametrize("selector", [ROW, AREA])
def test_a_press_asks_and_its_click_uses_the_answer(screen: Screen, selector: str) -> None:
    screen.open("/?period=all").still()
    asked = screens_asked(screen)
    press(screen, selector)
    assert screen.areas() == {"41"}
    assert "area=4102" not in screen.page.url
    screen.page.mouse.up()
    screen.arrive("4102").still()
    assert len(asked) == 1
    assert "area=4102" in asked[0]
    assert screen.areas() == {"4102"}
    assert screen.troubles == []


def test_a_click_takes_over_what_is_still_under_way(screen: Screen) -> None:
    screen.open("/?period=all").still()
    asked = screens_asked(screen)
    screen.page.click(ROW)
    screen.arrive("4102").still()
    assert len(asked) == 1


def test_the_keyboard_asks_once_too(screen: Screen) -> None:
    screen.open("/?period=all").still()
    asked = screens_asked(screen)
    for selector, area in ((ROW.replace("4102", "4101"), "4101"), ("path.area[data-code='410101']", "410101")):
        screen.page.focus(selector)
        screen.page.keyboard.press("Enter")
        screen.arrive(area).still()
    assert len(asked) == 2


def test_a_press_that_is_dragged_goes_nowhere(screen: Screen) -> None:
    screen.open("/?period=all").still()
    address, asked = screen.page.url, screens_asked(screen)
    press(screen, AREA)
    frame = screen.page.locator(".map-holder").bounding_box()
    assert frame
    screen.page.mouse.move(frame["x"] + 30, frame["y"] + 30, steps=5)
    screen.page.mouse.up()
    screen.still()
    assert screen.page.url == address
    assert screen.areas() == {"41"}
    assert len(asked) == 1


def test_another_press_forgets_the_one_before(screen: Screen) -> None:
    screen.open("/?period=all").still()
    asked = screens_asked(screen)
    press(screen, ROW)
    screen.page.hover(".header-state")
    screen.page.mouse.up()
    screen.page.click(ROW.replace("4102", "4103"))
    screen.arrive("4103").still()
    assert [search.split("area=")[1][:4] for search in asked] == ["4102", "4103"]
    assert screen.areas() == {"4103"}


def test_an_answer_of_an_older_stamp_is_not_shown(live_screen: Screen, living: LivingCity) -> None:
    screen = live_screen.open("/?period=all").still()
    press(screen, ROW.replace("4102", "4106"))
    living.deliver(3)
    newer = living.city.sources.stamp()
    screen.page.evaluate(
        f"async (stamp) => {{ {MODULE} (await moduleOf('core/drawing.js')).drawAt(stamp); }}", str(newer)
    )
    screen.page.mouse.up()
    screen.arrive("4106").still()
    assert screen.page.evaluate("document.documentElement.dataset.stamp") == str(newer)
    of_district = living.city.kpis.ask(Question("reported", "4106", as_of=newer.as_of, scope=WHOLE_CITY))
    assert screen.value("card-0") == str(of_district.value)
