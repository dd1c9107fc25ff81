"""The replay: it plays, pauses and is found again in the address; colours stand still; the browser's buttons work."""

import re
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import Screen

pytestmark = pytest.mark.browser
DAY = "2026-11-20..2026-11-20"
EIGHT = f"/?replay={DAY}&as_of=2026-11-20T08:00:00"


def moment(screen: Screen) -> datetime:
    said = re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", screen.page.inner_text(".as-of"))
    assert said
    return datetime.fromisoformat(said[0])


def address(screen: Screen) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(screen.page.url).query).items()}


def play(screen: Screen, speed: str = "×600") -> None:
    screen.page.click(f".replay-speed >> text='{speed}'")
    screen.page.click(".replay-play")


def moved(screen: Screen, before: datetime) -> None:
    """Waits until the screen shows a later moment."""
    said = before.strftime("%Y-%m-%d %H:%M:%S")
    later = "said => document.querySelector('.as-of').textContent.slice(-19) > said"
    screen.page.wait_for_function(later, arg=said)


def test_it_plays_and_pauses_and_the_address_has_the_moment_when_it_stands(screen: Screen) -> None:
    screen.open(EIGHT)
    url, legend = screen.page.url, screen.page.inner_text(".legend-classes")
    assert moment(screen).isoformat() == "2026-11-20T08:00:00"
    play(screen)
    moved(screen, datetime(2026, 11, 20, 8, 15))  # noqa: DTZ001  # as the screen writes it
    assert screen.page.url == url
    assert screen.page.inner_text(".legend-classes") == legend
    assert screen.page.get_attribute(".replay-play", "aria-label") == "暂停"
    screen.page.click(".replay-play")
    screen.page.wait_for_function("url => location.href !== url", arg=url)
    screen.ready().still()
    assert moment(screen) > datetime(2026, 11, 20, 8, 15)  # noqa: DTZ001
    assert address(screen) == {"replay": DAY, "as_of": moment(screen).isoformat()}
    assert screen.page.inner_text(".legend-classes") == legend
    screen.page.go_back()
    screen.page.wait_for_selector(f".as-of:has-text('{'08:00:00'}')")
    assert screen.troubles == []


def test_what_was_played_is_what_the_address_shows_to_another(screen: Screen) -> None:
    screen.open(EIGHT)
    play(screen)
    moved(screen, moment(screen))
    url = screen.page.url
    screen.page.keyboard.press("Space")
    screen.page.wait_for_function("url => location.href !== url", arg=url)
    screen.ready().still()
    value, when = screen.value("card-0"), moment(screen)
    screen.page.reload()
    screen.ready()
    assert (screen.value("card-0"), moment(screen)) == (value, when)


def test_a_replay_goes_on_in_another_area_and_ends_with_the_way_back_to_now(screen: Screen) -> None:
    screen.open(EIGHT)
    play(screen, "×60")
    moved(screen, moment(screen))
    screen.page.click("path.area[data-code='4101']")
    screen.arrive("4101")
    before = moment(screen)
    moved(screen, before)
    screen.page.click(".replay-back")
    screen.page.wait_for_selector(".as-of:has-text('数据截至')")
    assert address(screen) == {"area": "4101", "replay": DAY}
    screen.page.click(".replay-close")
    screen.page.wait_for_selector(".replay", state="detached")
    assert address(screen) == {"area": "4101"}
    assert moment(screen).isoformat() == "2026-11-20T12:00:00"


def test_keys_move_and_as_known_then_is_in_the_address(screen: Screen) -> None:
    screen.open(EIGHT)
    screen.page.keyboard.press("ArrowRight")
    screen.page.wait_for_url(re.compile("08%3A10%3A00|08:10:00"))
    screen.ready()
    assert moment(screen).isoformat() == "2026-11-20T08:10:00"
    screen.page.check(".replay label input")
    screen.page.wait_for_url(re.compile("recorded_as_of"))
    screen.page.wait_for_selector("text=按 2026-11-20 08:10:00 已入库的记录")
    assert address(screen)["recorded_as_of"] == address(screen)["as_of"] == "2026-11-20T08:10:00"
    screen.page.uncheck(".replay label input")
    screen.page.wait_for_function("() => !location.search.includes('recorded_as_of')")


def test_a_wall_replays_the_day_when_asked_and_leaves_out_steps_that_it_cannot_draw(screen: Screen) -> None:
    screen.open("/wall?replay&as_of=2026-11-20T06:00:00")

    def slowly(route: Route) -> None:
        screen.page.wait_for_timeout(60)
        route.continue_()

    screen.page.route("**/screen", slowly)
    play(screen)
    moved(screen, datetime(2026, 11, 20, 6, 10))  # noqa: DTZ001
    screen.page.keyboard.press("Space")
    screen.page.wait_for_function("() => location.search.includes('replay=2026-11-20..2026-11-20')")
    screen.page.unroute_all(behavior="ignoreErrors")
    screen.ready()
    assert moment(screen) > datetime(2026, 11, 20, 6, 10)  # noqa: DTZ001
    assert screen.troubles == []


def test_the_day_of_the_screen_is_one_click_from_its_replay(screen: Screen) -> None:
    screen.open("/?area=4101")
    screen.page.click(".replay-link")
    screen.page.wait_for_selector(".replay-play")
    assert address(screen) == {"area": "4101", "replay": DAY}
    assert screen.page.is_disabled(".replay-back")
    screen.ready()
    assert screen.page.evaluate("document.activeElement.type") == "range"
    screen.page.keyboard.press("Escape")
    screen.page.wait_for_selector(".replay", state="detached")
    assert address(screen) == {"area": "4101"}, "Escape closes the bar, and does not go up"
    screen.ready()
    assert screen.page.evaluate("document.activeElement.className") == "replay-link"
