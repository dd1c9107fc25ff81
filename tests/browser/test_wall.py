import json
import re

import pytest
from playwright.sync_api import expect

from benchmarks.refreshes import measure
from tests.browser.conftest import Breaking, Screen, Server
from tests.cities.living_city import LivingCity

pytestmark = pytest.mark.browser

WALLS = ((1920, 1080), (3840, 2160), (3840, 1080), (5760, 1080), (7680, 2160), (6656, 1792))
LETTERS = """() => {
  const isShown = (one) => one.checkVisibility() && one.getBoundingClientRect().height > 0;
  const size = (one) => parseFloat(getComputedStyle(one).fontSize) / innerHeight;
  const texts = [...document.querySelectorAll("main *")].filter(
    (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && isShown(one));
  const small = texts.filter((one) => size(one) < 0.02).map((one) => `${one.className} ${one.textContent}`);
  const figures = [...document.querySelectorAll(".figure:not(.absent)")].filter(isShown).map(size);
  return [small, figures];
}"""

OUTSIDE_WHEN_LATE = """() => {
  const cards = [...document.querySelectorAll(".wall [data-slot]:has(.card)")].filter((one) => one.checkVisibility());
  for (const card of cards) {
    card.dataset.late = "✕ 04:24";
    card.style.setProperty("--late", '"✕ 04:24"');
  }
  const outside = cards.filter((card) => [...card.querySelectorAll("*")].some(
    (one) => one.getBoundingClientRect().right > card.getBoundingClientRect().right + 1));
  for (const card of cards) delete card.dataset.late;
  return outside.map((card) => card.textContent);
}"""
"""The cards out of which something reaches while their sources are late, which their headings then say."""


def test_a_dead_server_is_said_and_the_last_picture_stays_until_it_is_back(
    live_screen: Screen, live_server: Server, living: LivingCity
) -> None:
    screen, server = live_screen.open("/wall"), live_server
    before = screen.value("receive-0")
    server.stop()
    screen.page.wait_for_selector("html[data-link='broken']", state="attached")
    assert re.fullmatch(r"数据中断 \d\d:\d\d", screen.page.inner_text(".link-state"))
    assert screen.value("receive-0") == before
    assert (
        float(screen.page.eval_on_selector(".slot-receive-0 .panel-body", "one => getComputedStyle(one).opacity")) < 0.5
    )
    living.deliver()
    server.start()
    screen.page.wait_for_selector("html[data-link='alive']", state="attached")
    screen.page.wait_for_selector(f"[data-panel='receive-0']:not([data-value='{before}'])")
    assert screen.page.eval_on_selector(".link-state", "one => getComputedStyle(one).display") == "none"


def test_a_wall_has_nothing_to_touch_and_keeps_the_time_of_the_city(screen: Screen) -> None:
    screen.open("/wall?area=4101")
    assert screen.page.locator("main a, main button, main summary").count() == 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\d 周. \d\d:\d\d", screen.page.inner_text(".wall-clock"))
    assert screen.areas() == {"4101"}


@pytest.mark.parametrize("hours", [-6, pytest.param(6, marks=pytest.mark.soak)])
def test_a_wall_whose_clock_is_put_right_goes_on_with_the_time_of_the_city(
    live_screen: Screen, living: LivingCity, hours: int
) -> None:
    """Its clock jumps while the page is open; neither the next second nor the next news show another hour."""
    live_screen.page.clock.install()
    screen = live_screen.open("/wall")
    living.deliver()
    expect(screen.page.locator(".wall-clock")).to_contain_text(" 12:0")
    wrong = screen.page.evaluate("Date.now()")
    screen.page.clock.set_system_time(wrong + hours * 3_600_000)
    for _ in range(2):
        screen.page.wait_for_timeout(1500)
        assert re.fullmatch(r".* 12:0\d", screen.page.inner_text(".wall-clock"))
        living.deliver()


def test_a_wall_follows_the_clock_of_its_city_when_that_is_put_right(live_screen: Screen, living: LivingCity) -> None:
    screen = live_screen.open("/wall")
    living.deliver()
    expect(screen.page.locator(".wall-clock")).to_contain_text(" 12:0")
    living.clock.advance(hours=-6)
    expect(screen.page.locator(".wall-clock")).to_contain_text(" 06:0")


def test_a_panel_that_fails_on_a_wall_keeps_its_last_number_dimmed_until_it_can_be_had(
    live_screen: Screen, living: LivingCity, breaking: Breaking
) -> None:
    screen = live_screen.open("/wall")
    before = screen.value("assess-2")
    breaking.of(living.city, "closed_on_time")
    living.deliver()
    screen.page.wait_for_selector(".slot-assess-2[data-stale^='自 12:00:02 起未更新']", state="attached")
    assert screen.value("assess-2") == before
    assert (
        float(screen.page.eval_on_selector(".slot-assess-2 .panel-body", "one => getComputedStyle(one).opacity")) < 0.5
    )
    breaking.undo()
    living.deliver()
    screen.page.wait_for_selector(".slot-assess-2:not([data-stale])", state="attached")
    assert screen.troubles == []


def test_refreshes_leave_nothing_behind(screen: Screen) -> None:
    screen.open("/wall")
    before, after = measure(screen.page, 10, warm_up=12)
    assert after.heap_bytes - before.heap_bytes < 1_500_000
    assert after.nodes <= before.nodes * 1.1
    assert after.listeners <= before.listeners * 1.02


@pytest.mark.soak
def test_two_thousand_refreshes_grow_a_wall_by_less_than_ten_megabytes(screen: Screen) -> None:
    screen.open("/wall")
    before, after = measure(screen.page, 2000)
    assert after.heap_bytes - before.heap_bytes < 10_000_000


def test_a_wall_shows_whole_rows_says_which_of_how_many_and_turns_their_pages(first_screen: Screen) -> None:
    first_screen.page.clock.install()
    screen = first_screen.open("/wall?period=30d&kpi=reported")
    place = screen.page.locator(".panel-ranking .scroll")
    shown = screen.page.locator(".panel-ranking .rows > li:visible")
    seen: set[str] = set()
    rows = shown.count()
    assert 4 <= rows < 16
    for _ in range(-(-16 // rows)):
        last, frame = shown.last.bounding_box(), screen.page.locator(".panel-ranking").bounding_box()
        assert last is not None
        assert frame is not None
        assert last["y"] + last["height"] <= frame["y"] + frame["height"]
        places = shown.locator(".row-place").all_inner_texts()
        assert place.get_attribute("data-range") == f"{places[0]}–{places[-1]} / 16"
        seen |= set(places)
        screen.page.clock.run_for(10_000)
    assert seen == {str(one) for one in range(1, 17)}
    screen.page.set_viewport_size({"width": 3840, "height": 1080})
    expect(shown).to_have_count(16)


def test_letters_are_read_from_the_back_row_on_every_wall(screen: Screen) -> None:
    """At each size, and in every scene at one: no text smaller than 2 % of the height, the figures of the cards at
    least 5 %, nothing cut."""
    seen = {"overview", "assess"}
    for path in ("/wall?period=30d", "/wall?period=30d&scene=assess"):
        for width, height in WALLS:
            screen.page.set_viewport_size({"width": width, "height": height})
            if (width, height) == WALLS[0]:
                screen.open(path)
            assert_read_from_the_back_row(screen, f"{path} {width}x{height}")
    screen.page.set_viewport_size({"width": WALLS[0][0], "height": WALLS[0][1]})
    told = json.loads(screen.page.get_attribute("[data-scenes]", "data-scenes") or "{}")
    others = [one["key"] for one in told["scenes"] if one["is_due"] and one["key"] not in seen]
    assert len(others) >= 4
    for key in others:
        screen.open(f"/wall?period=30d&scene={key}")
        assert_read_from_the_back_row(screen, key)


def assert_read_from_the_back_row(screen: Screen, where: str) -> None:
    screen.ready()
    small, figures = screen.page.evaluate(LETTERS)
    assert small == [], where
    assert figures, where
    assert min(figures) >= 0.05, where
    assert screen.page.evaluate("document.documentElement.scrollHeight - innerHeight") == 0, where
    assert screen.page.evaluate(OUTSIDE_WHEN_LATE) == [], where


def test_a_wall_goes_from_scene_to_scene_without_a_gap_and_stands_while_it_is_touched(first_screen: Screen) -> None:
    """The clock of the page is moved; every frame is looked at for a place of the scene that shows nothing."""
    first_screen.page.clock.install()
    screen = first_screen.open("/wall?period=30d")
    page = screen.page
    page.evaluate(
        """() => {
          window.gaps = [];
          new MutationObserver(() => {
            const places = [...document.querySelectorAll(".wall [data-slot]")].filter((one) => one.clientHeight > 40);
            window.gaps.push(...places.filter((one) => !one.firstChild).map((one) => one.dataset.slot));
          }).observe(document.body, { subtree: true, childList: true, attributes: true });
        }"""
    )
    assert page.get_attribute(".wall", "data-scene") == "overview"
    for scene, kpi in (("receive", "reported"), ("dispatch", "dispatch_latency")):
        page.clock.run_for(61_000)
        page.wait_for_selector(f".wall[data-scene='{scene}']")
        screen.ready()
        assert page.get_attribute(".slot-map [data-panel]", "data-search") == f"?period=30d&turn={scene}"
        assert page.get_attribute(".slot-figure-0 [data-panel]", "data-metric") == kpi
    assert page.evaluate("window.gaps") == []
    page.mouse.click(900, 500)
    page.clock.run_for(61_000)
    assert page.inner_text(".scene-paused") == "已暂停轮播"
    assert page.get_attribute(".wall", "data-scene") == "dispatch"
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(".wall[data-scene='receive']")
    assert screen.troubles == []


def test_a_new_alarm_takes_a_wall_to_its_scene_and_back_where_it_was(first_screen: Screen) -> None:
    """Once, not again within the minutes between two jumps; a wall that stands on a scene stays."""
    first_screen.page.clock.install()
    screen = first_screen.open("/wall?period=30d&turn=receive")
    page, area = screen.page, first_screen.page.locator("path.area").first.get_attribute("data-code")
    tell = """([key, area, stands]) => {
      const place = document.querySelector("[data-scenes]");
      const told = JSON.parse(place.dataset.scenes);
      const said = { title: "Many open", said: "4 (limit 2)" };
      const alarm = { key, severity: "warning", scene: "supervise", areas: [area], at: null, ...said };
      place.dataset.scenes = JSON.stringify({ ...told, stands, alarm, jump_s: 20, apart_s: 600 });
    }"""
    page.evaluate(tell, ["A1", area, True])
    page.clock.run_for(5_000)
    assert page.get_attribute(".wall", "data-scene") == "receive", "it stands"
    page.evaluate(tell, ["A1", area, False])
    page.clock.run_for(2_000)
    page.wait_for_selector(".wall[data-scene='supervise'] .wall-banner[data-kind='warning']")
    assert "Many open" in page.inner_text(".wall-banner")
    assert page.get_attribute("path.area[data-alarmed]", "data-code") == area
    page.clock.run_for(22_000)
    page.wait_for_selector(".wall[data-scene='receive']:not(:has(.wall-banner, [data-alarmed]))")
    assert "turn=receive" in page.url
    page.evaluate(tell, ["A2", area, False])
    page.clock.run_for(5_000)
    assert page.get_attribute(".wall", "data-scene") == "receive", "another one has just been shown"
    assert screen.troubles == []
