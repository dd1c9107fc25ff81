"""What happens on a screen that nobody touches: numbers move, events arrive, sources turn late by time alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from queries.cases.newest import NewEvent
from tests.browser.conftest import Screen, Server
from tests.cities.little.cases import NASTY, NOON
from tests.dashboard.screens.fake_city import FakeCity

pytestmark = pytest.mark.browser
RECORD = """([selector, name]) => {
  const place = document.querySelector(selector);
  let last = place.querySelector(".digits").textContent;
  window[name] = [];
  const note = () => {
    const now = place.querySelector(".digits").textContent;
    if (now !== last) window[name].push(now);
    last = now;
  };
  new MutationObserver(note).observe(place, { characterData: true, childList: true, subtree: true });
}"""
SLOWLY = """() => {
  const [frame, now] = [window.requestAnimationFrame, performance.now.bind(performance)];
  performance.now = () => now() / 10;
  window.requestAnimationFrame = (draw) => frame.call(window, (at) => draw(at / 10));
}"""
COUNT_PULSES = """() => {
  window.pulses = 0;
  new MutationObserver((all) => all.forEach((one) => (window.pulses += one.addedNodes.length)))
    .observe(document.querySelector(".map-pulses"), { childList: true });
}"""


def event(number: int, **changes: object) -> NewEvent:
    """An event reported a moment before noon in the middle of the city."""
    made = NewEvent(
        id=f"little/new{number}",
        title=f"新到第{number}件",
        category="市容环境",
        channel="app",
        department="市城管局",
        auto_dispatched=True,
        area_code="4101",
        area_name="第1区县 › 第1街道",
        reported_at=NOON,
        lon=113.6,
        lat=34.75,
    )
    return replace(made, **changes)


def test_a_number_that_changed_counts_up_to_its_new_value(screen: Screen, city: FakeCity):
    city.steady = frozenset({"auto_dispatch"})
    screen.open("/wall")
    before = screen.value("receive-0")
    still = screen.page.inner_text("[data-panel='dispatch-1'] .digits")
    screen.page.evaluate(RECORD, [".slot-receive-0", "moved"])
    screen.page.evaluate(RECORD, [".slot-dispatch-1", "unmoved"])
    screen.page.evaluate(SLOWLY)
    city.version += 1
    screen.page.wait_for_selector(f"[data-panel='receive-0']:not([data-value='{before}'])")
    screen.still()
    seen = screen.page.evaluate("window.moved")
    final = screen.page.inner_text("[data-panel='receive-0'] .digits")
    assert int(final.replace(",", "")) == int(screen.value("receive-0") or 0)
    assert seen[-1] == final
    assert len(set(seen)) > 3
    assert screen.page.inner_text("[data-panel='dispatch-1'] .digits") == still
    assert screen.page.evaluate("window.unmoved") == []
    assert screen.troubles == []


def test_where_motion_is_not_wanted_the_number_is_simply_there(screen: Screen, city: FakeCity):
    screen.page.emulate_media(reduced_motion="reduce")
    screen.open("/wall")
    before = screen.value("receive-0")
    screen.page.evaluate(RECORD, [".slot-receive-0", "moved"])
    city.version += 1
    screen.page.wait_for_selector(f"[data-panel='receive-0']:not([data-value='{before}'])")
    screen.still()
    assert len(set(screen.page.evaluate("window.moved"))) == 1


def test_a_new_event_pulses_once_on_the_map_and_is_in_the_ticker_at_once(screen: Screen, city: FakeCity):
    screen.open("/wall")
    screen.page.evaluate(COUNT_PULSES)
    screen.page.wait_for_timeout(2500)
    assert screen.page.evaluate("window.pulses") == 0
    city.arrived = [event(1, title=NASTY), event(2, lon=None, lat=None)]
    city.version += 1
    screen.page.wait_for_selector(".events li[data-code='little/new1']")
    screen.page.wait_for_function("() => window.pulses === 1")
    first = screen.page.locator(".events li").first.inner_text()
    assert first.split("\n") == ["12:00:00", "市民应用", NASTY, "第1区县 › 第1街道 → 市城管局 (自动)"]
    for _ in range(2):
        city.version += 1
        screen.page.wait_for_timeout(1500)
    screen.still()
    assert screen.page.evaluate("window.pulses") == 1
    assert screen.page.locator(".map-pulses > *").count() == 0
    assert screen.troubles == []


def test_ticker_and_panel_say_the_same_in_the_same_order(screen: Screen, city: FakeCity, browser: Browser):
    screen.open("/?lang=en")
    screen.page.wait_for_timeout(1500)
    city.arrived = [event(number, reported_at=NOON) for number in (3, 2, 1)]
    city.version += 1
    screen.page.wait_for_selector(".events li[data-code='little/new3']")
    body = screen.page.locator(".events").inner_text()
    other = browser.new_page()
    other.goto(screen.page.url)
    other.wait_for_selector("html[data-ready='true']", state="attached")
    assert other.locator(".events").inner_text() == body
    other.close()


def test_another_area_brings_its_events_without_a_pulse(screen: Screen, city: FakeCity):
    screen.open("/")
    screen.page.wait_for_timeout(1500)
    screen.page.evaluate(COUNT_PULSES)
    city.arrived = [event(number) for number in range(5)]
    screen.page.click("path.area[data-code='4101']")
    screen.arrive("4101")
    screen.page.wait_for_selector(".events li[data-code='little/new4']")
    screen.page.wait_for_timeout(6000)
    assert screen.page.evaluate("window.pulses") == 0


def test_a_source_without_data_is_named_with_the_time_since_when_and_numbers_stay(screen: Screen, city: FakeCity):
    screen.open("/wall")
    city.last_load = NOON
    city.moment = NOON + timedelta(minutes=3)
    late = screen.page.locator(".sources[data-status='late']")
    late.wait_for()
    assert late.inner_text() == "◐ 来源 演示事件 已 3 分钟无数据（自 12:00）"
    screen.page.wait_for_selector(".slot-assess-2[data-late='◐ 12:00']")
    screen.page.wait_for_selector(".slot-ranking[style*='◐ 演示事件 自 12:00']")
    assert float(screen.value("assess-2") or 0) > 0
    city.moment = NOON + timedelta(minutes=11)
    screen.page.wait_for_selector(".sources[data-status='broken']")
    assert screen.page.inner_text(".sources") == "✕ 来源 演示事件 已 11 分钟无数据（自 12:00）"
    city.last_load = city.moment
    screen.page.wait_for_selector(".sources[data-status='fresh']")
    assert screen.page.inner_text(".sources") == "● 各源正常"
    assert screen.page.locator(".slot[data-late]").count() == 0
    assert screen.troubles == []


def test_a_screen_that_looks_back_is_not_told_of_the_present(screen: Screen, city: FakeCity):
    screen.open("/wall?as_of=2026-11-19T10:00")
    screen.page.evaluate(COUNT_PULSES)
    screen.page.wait_for_timeout(1500)
    city.arrived, city.last_load = [event(1)], NOON - timedelta(hours=1)
    city.version += 1
    screen.page.wait_for_timeout(2500)
    assert screen.page.inner_text(".as-of") == "回看 2026-11-19 10:00:00"
    assert screen.page.evaluate("window.pulses") == 0
    assert screen.page.locator(".events li").count() == 0
    assert screen.page.inner_text(".sources") == "● 各源正常"


def test_pulses_and_lines_leave_nothing_behind(screen: Screen, city: FakeCity):
    screen.open("/wall")
    screen.page.wait_for_timeout(2500)
    nodes = "document.querySelectorAll('*').length"
    before = screen.page.evaluate(nodes)
    for turn in range(4):
        city.arrived = [event(20 * turn + number, lon=113.5 + 0.01 * number) for number in range(20)]
        city.version += 1
        screen.page.wait_for_timeout(1500)
    screen.still()
    assert screen.page.evaluate(nodes) <= before + 5


def test_a_restarted_server_with_another_version_is_taken_up(screen: Screen, server: Server, city: FakeCity):
    screen.open("/")
    before = screen.value("card-0")
    server.stop()
    screen.page.wait_for_selector("html[data-link='broken']", state="attached")
    city.version, city.moment = 0, NOON - timedelta(hours=1)
    server.start()
    screen.page.wait_for_selector("html[data-link='alive']", state="attached")
    screen.page.wait_for_selector(f"[data-panel='card-0']:not([data-value='{before}'])")
    assert screen.page.inner_text(".as-of") == "数据截至 2026-11-20 11:00:00"
