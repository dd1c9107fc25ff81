"""What happens on a screen that nobody touches: numbers move, events arrive, sources turn late by time alone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Screen, Server, open_screen
from tests.cities.builder import build_city
from tests.cities.little.cases import NASTY, NOON
from tests.cities.living_city import LivingCity

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
FADES = """() => {
  window.fades = [];
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (...how) {
    window.fades.push(this.textContent);
    return animate.apply(this, how);
  };
}"""
COUNT_PULSES = """() => {
  window.pulses = 0;
  new MutationObserver((all) => all.forEach((one) => (window.pulses += one.addedNodes.length)))
    .observe(document.querySelector(".map-pulses"), { childList: true });
}"""

CALLED_ABNORMAL = """() => {
  for (const line of document.querySelectorAll(":is(.slot-assess-2, .slot-receive-0) .change"))
    line.insertAdjacentHTML("afterbegin", "<span class='change-normal bad'>低于正常 ▼</span>");
}"""


@pytest.fixture
def screen(browser: Browser, live_server: Server) -> Iterator[Screen]:
    """Of the living city, with a clock in the page that a test may let run."""
    for opened in open_screen(browser, live_server.address):
        opened.page.clock.install()
        yield opened


def wait_for_another_value(screen: Screen, panel: str, before: str | None) -> None:
    screen.page.wait_for_selector(f"[data-panel='{panel}']:not([data-value='{before}'])")


def test_a_number_that_changed_fades_in_and_is_never_another(screen: Screen, living: LivingCity) -> None:
    screen.open("/wall")
    before = screen.value("receive-0")
    still = screen.page.inner_text("[data-panel='dispatch-1'] .digits")
    screen.page.evaluate(RECORD, [".slot-receive-0", "moved"])
    screen.page.evaluate(RECORD, [".slot-dispatch-1", "unmoved"])
    screen.page.evaluate(FADES)
    living.deliver(200)
    wait_for_another_value(screen, "receive-0", before)
    screen.still()
    final = screen.page.inner_text("[data-panel='receive-0'] .digits")
    assert int(final.replace(",", "")) == int(screen.value("receive-0") or 0) == int(before or 0) + 200
    assert screen.page.evaluate("window.moved") == [final]
    assert final in screen.page.evaluate("window.fades")
    assert screen.page.inner_text("[data-panel='dispatch-1'] .digits") == still
    assert screen.page.evaluate("window.unmoved") == []
    assert screen.troubles == []


def test_where_motion_is_not_wanted_the_number_is_simply_there(screen: Screen, living: LivingCity) -> None:
    screen.page.emulate_media(reduced_motion="reduce")
    screen.open("/wall")
    before = screen.value("receive-0")
    screen.page.evaluate(RECORD, [".slot-receive-0", "moved"])
    living.deliver(200)
    wait_for_another_value(screen, "receive-0", before)
    screen.still()
    assert len(set(screen.page.evaluate("window.moved"))) == 1


def test_a_new_event_pulses_once_on_the_map_and_is_in_the_ticker_at_once(screen: Screen, living: LivingCity) -> None:
    screen.open("/wall")
    screen.page.evaluate(COUNT_PULSES)
    screen.hears(2)
    assert screen.page.evaluate("window.pulses") == 0
    (without_point,) = living.deliver(lon=None, lat=None)
    at = (living.clock.moment + timedelta(seconds=2)).isoformat()
    (number,) = living.deliver(title=NASTY, lon=113.41, lat=34.61, dispatched_at=at, auto_dispatched=True)
    screen.page.wait_for_selector(f".events li[data-code='hand/{number}']")
    screen.page.wait_for_selector(f".events li[data-code='hand/{without_point}']")
    screen.page.wait_for_function("() => window.pulses === 1")
    first = screen.page.locator(".events li").first.inner_text()
    assert first.split("\n") == ["12:00:04", "市民应用", NASTY, "第1区县 › 第1街道 → 市城管局 (自动)"]
    for _ in range(2):
        living.deliver(lon=None, lat=None)
        screen.hears()
    assert screen.page.evaluate("window.pulses") == 1
    assert screen.page.locator(".map-pulses > *").count() == 0
    assert screen.troubles == []


def test_ticker_and_panel_say_the_same_in_the_same_order(screen: Screen, living: LivingCity, browser: Browser) -> None:
    screen.open("/?lang=en").hears()
    *_, last = living.deliver(3)
    screen.hears().page.wait_for_selector(f".events li[data-code='hand/{last}']")
    body = screen.page.locator(".events").inner_text()
    other = browser.new_page()
    other.goto(screen.page.url)
    other.wait_for_selector("html[data-ready='true']", state="attached")
    assert other.locator(".events").inner_text() == body
    other.close()


def test_another_area_brings_its_events_without_a_pulse(screen: Screen) -> None:
    screen.open("/").hears()
    screen.page.evaluate(COUNT_PULSES)
    codes = "all => all.map(one => one.dataset.code)"
    before = screen.page.eval_on_selector_all(".events li", codes)
    screen.page.click("path.area[data-code='4101']")
    screen.arrive("4101").hears(2)
    after = screen.page.eval_on_selector_all(".events li", codes)
    assert set(after) - set(before)
    assert screen.page.evaluate("window.pulses") == 0


def test_a_source_without_data_is_named_with_the_time_since_when_and_numbers_stay(
    screen: Screen, living: LivingCity
) -> None:
    screen.open("/wall")
    living.clock.advance(minutes=3)
    late = screen.page.locator(".sources[data-status='late']")
    late.wait_for()
    assert late.inner_text() == "◐ 来源 演示事件 已 3 分钟无数据（自 12:00）"
    screen.page.wait_for_selector(".slot-assess-2[data-late='◐ 12:00']", state="attached")
    screen.page.wait_for_selector(".slot-ranking[style*='◐ 演示事件 自 12:00']")
    assert float(screen.value("assess-2") or 0) > 0
    screen.page.evaluate(CALLED_ABNORMAL)
    expect(screen.page.locator(".slot-assess-2 .change-normal")).to_be_hidden()
    expect(screen.page.locator(".slot-receive-0 .change-against")).to_have_text("较昨日 12:03")
    expect(screen.page.locator(".slot-receive-0 .change-against")).to_be_visible()
    living.clock.advance(minutes=8)
    screen.page.wait_for_selector(".sources[data-status='broken']")
    assert screen.page.inner_text(".sources") == "✕ 来源 演示事件 已 11 分钟无数据（自 12:00）"
    living.deliver()
    screen.page.wait_for_selector(".sources[data-status='fresh']")
    assert screen.page.inner_text(".sources") == "● 各源正常"
    assert screen.page.locator(".slot[data-late]").count() == 0
    screen.page.evaluate(CALLED_ABNORMAL)
    expect(screen.page.locator(".slot-receive-0 .change-normal").first).to_be_visible()
    expect(screen.page.locator(".slot-receive-0 .change-against")).to_be_hidden()
    assert screen.troubles == []


def test_a_screen_that_looks_back_is_not_told_of_the_present(screen: Screen, living: LivingCity) -> None:
    screen.open("/wall?as_of=2026-11-19T10:00")
    screen.page.evaluate(COUNT_PULSES)
    shown = screen.hears().page.inner_text(".events")
    assert shown
    living.deliver()
    living.clock.advance(hours=1)
    screen.hears(2)
    assert screen.page.inner_text(".as-of") == "回看 2026-11-19 10:00:00"
    assert screen.page.evaluate("window.pulses") == 0
    assert screen.page.inner_text(".events") == shown
    assert screen.page.inner_text(".sources") == "● 各源正常"


@pytest.mark.soak
def test_pulses_and_lines_leave_nothing_behind(screen: Screen, living: LivingCity) -> None:
    """Of a count: cases that arrive give no district so many that it is ranked for the first time."""
    screen.open("/wall?kpi=reported").hears(2)
    nodes = "document.querySelectorAll('*').length"
    before = screen.page.evaluate(nodes)
    for _ in range(2):
        numbers = living.deliver(20)
        screen.page.wait_for_selector(f".events li[data-code='hand/{min(numbers)}']", state="attached")
        screen.still()
    assert screen.page.evaluate(nodes) <= before + 5


def test_a_restarted_server_with_another_version_is_taken_up(
    screen: Screen, live_server: Server, living: LivingCity, tmp_path: Path
) -> None:
    living.deliver()
    before = screen.open("/").value("card-0")
    live_server.stop()
    screen.page.wait_for_selector("html[data-link='broken']", state="attached")
    with build_city(tmp_path / "older", "little", clock=NOON - timedelta(hours=1)) as older:
        assert older.sources.data_version < living.city.sources.data_version
        live_server.city = older
        live_server.start()
        screen.page.wait_for_selector("html[data-link='alive']", state="attached")
        wait_for_another_value(screen, "card-0", before)
        expect(screen.page.locator(".as-of")).to_have_text("数据截至 2026-11-20 11:00:00")


def test_a_screen_that_cannot_be_had_says_so_though_news_still_come(live_screen: Screen, living: LivingCity) -> None:
    page = live_screen.open("/").page
    page.route("**/screen", lambda route: route.abort())
    living.deliver()
    page.wait_for_selector("html[data-link='broken']", state="attached")
    assert page.inner_text(".link-state").startswith("数据中断")
    page.unroute("**/screen")
    page.wait_for_selector("html[data-link='alive']", state="attached")
    live_screen.ready()
    assert page.inner_text(".link-state") == ""
