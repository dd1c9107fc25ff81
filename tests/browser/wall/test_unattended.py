"""A wall that nobody looks after: its nights, and what it says while the server is frozen."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Screen
from tests.cities.living_city import LivingCity

pytestmark = pytest.mark.browser
MOVED = "() => getComputedStyle(document.querySelector('.screen.wall')).translate"
PLACED = """(place) => {
  document.documentElement.style.setProperty("--shift", place);
  const rects = [...document.querySelectorAll(".screen.wall *")]
    .filter((one) => one.checkVisibility() && !one.closest(".wall-clock, .map-holder"))
    .map((one) => [one.closest("[data-slot]"), one.getBoundingClientRect()]);
  const cut = rects.filter(([slot, { left, top, right, bottom, width }]) =>
    slot && width && !slot.matches(".slot-newest, .slot-ranking") &&
    (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight));
  const sizes = rects.map(([, { width, height }]) => `${width.toFixed(1)} ${height.toFixed(1)}`);
  const { scrollWidth, scrollHeight } = document.documentElement;
  if (scrollWidth > innerWidth || scrollHeight > innerHeight) cut.push(["scrolled"]);
  return { sizes, cut: cut.map(([slot]) => slot.dataset?.slot ?? slot) };
}"""
SETTLED = "document.body.getAnimations({ subtree: true }).forEach((one) => one.finish())"


def darkness(page: Page) -> float:
    page.evaluate(SETTLED)
    return float(page.evaluate("getComputedStyle(document.body, '::after').opacity"))


def test_the_night_is_darker_and_the_picture_moves_while_nothing_is_cut(
    live_screen: Screen, living: LivingCity
) -> None:
    own = '[unattended]\ndim_from = "12:01"\nshift_pixels = 4\nshift_minutes = 1\n'
    (living.city.ground.folder / "walls.toml").write_text(own, encoding="utf-8")
    page = live_screen.open("/wall").page
    expect(page.locator(".wall-clock")).to_contain_text(" 12:00")
    page.wait_for_timeout(1100)  # it looks at the clock of the city once a second
    assert darkness(page) == 0
    before = page.evaluate(MOVED)
    living.clock.advance(minutes=1)
    page.wait_for_function(f"(was) => ({MOVED})() !== was", arg=before)
    assert darkness(page) == 0.3
    live_screen.still()
    at_rest, *moved = (page.evaluate(PLACED, place) for place in ("0px 0px", "4px 4px", "-4px -4px"))
    assert at_rest["sizes"] == moved[0]["sizes"] == moved[1]["sizes"]
    assert [one["cut"] for one in (at_rest, *moved)] == [[], [], []]


def test_a_frozen_server_is_noticed_within_five_seconds_and_its_picture_stays(live_screen: Screen) -> None:
    """Its news are held back, as by a process that is stopped: neither failure nor answer."""
    live_screen.page.clock.install()
    page = live_screen.open("/wall").page
    live_screen.hears()
    before = live_screen.value("receive-0")
    page.route("**/api/v1/live*", lambda _: None)
    page.clock.run_for(5000)
    assert page.get_attribute("html", "data-link") == "broken"
    assert re.fullmatch(r"数据中断 00:0\d", page.inner_text(".link-state"))
    assert live_screen.value("receive-0") == before
    page.unroute("**/api/v1/live*")
    live_screen.hears()
    expect(page.locator("html[data-link='alive']")).to_be_attached()


def test_another_release_is_loaded_at_the_next_change_of_scenes_and_not_before(live_screen: Screen) -> None:
    live_screen.page.clock.install()
    page = live_screen.open("/wall?period=30d").page
    live_screen.hears()
    page.evaluate("window.isOld = true")
    page.route("**/api/v1/live*", answered_by_another_release)
    live_screen.hears(5)
    assert page.evaluate("window.isOld && document.querySelector('.wall').dataset.scene") == "overview"
    with page.expect_navigation(url="**/wall?period=30d&turn=receive"):
        for _ in range(10):
            page.clock.run_for(4000)
            page.wait_for_timeout(200)
    page.unroute("**/api/v1/live*")
    assert not page.evaluate("window.isOld")
    page.clock.resume()
    live_screen.ready()
    assert page.get_attribute(".wall", "data-scene") == "receive"


def answered_by_another_release(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, json=answer.json() | {"release": "another"})


def test_a_page_that_holds_too_much_memory_is_loaded_anew_where_the_wall_stands(live_screen: Screen) -> None:
    page = live_screen.page
    page.clock.install()
    page.add_init_script("Object.defineProperty(performance, 'memory', { value: { usedJSHeapSize: 900 * 2 ** 20 } })")
    live_screen.open("/wall?scene=supervise&period=30d")
    live_screen.hears()
    with page.expect_event("load"):
        for _ in range(30):
            page.clock.run_for(4000)
            page.wait_for_timeout(100)
    assert page.url.endswith("/wall?scene=supervise&period=30d")
