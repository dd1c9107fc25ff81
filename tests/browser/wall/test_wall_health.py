"""A wall that stops: something beside its page notices, tells the server, and has it loaded anew; one that slept
catches up at once."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest
from playwright.sync_api import Route

from tests.browser.conftest import Screen
from tests.cities.living_city import LivingCity

pytestmark = pytest.mark.browser
KEEP_WORKER = """(() => {
  const Ordinary = Worker;
  window.Worker = class extends Ordinary {
    constructor(...given) { super(...given); window.watcher = this; }
  };
})()"""
STOP = """setTimeout(() => {
  const asked = new XMLHttpRequest();
  asked.open("GET", "/held", false); // the page waits and does nothing else
  asked.send();
})"""
NOTICED_S = 5.0
BUSY_S = 15.0  # more on machines that are busy: the page is not the only one that has to wait


def wall_as_told(screen: Screen) -> dict[str, Any]:
    found = httpx.get(f"{screen.address}/api/v1/walls", trust_env=False).json()["walls"]
    return dict(found[0]) if found else {"state": ""}


def wait_for(screen: Screen, state: str) -> tuple[float, dict[str, Any]]:
    """Seconds until the server is told that the wall is in a state, and what it is told."""
    began = time.monotonic()
    while (told := wall_as_told(screen))["state"] != state:
        assert time.monotonic() - began < NOTICED_S + BUSY_S, told
        screen.page.wait_for_timeout(100)
    return time.monotonic() - began, told


def test_a_page_that_stands_still_is_told_to_the_server_and_loaded_anew_when_it_lasts(live_screen: Screen) -> None:
    page = live_screen.page
    page.add_init_script(KEEP_WORKER)
    live_screen.open("/wall")
    _, told = wait_for(live_screen, "well")
    assert told["scene"] == "overview"
    assert (told["width"], told["height"], told["on_old_release"]) == (1920, 1080, False)
    assert told["nodes"] > 500
    assert told["frames_per_second"] > 0
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/held", hold)
    page.evaluate(STOP)
    took, frozen = wait_for(live_screen, "frozen")
    assert took < NOTICED_S + BUSY_S
    assert frozen["needs_somebody"]
    held[0].fulfill(body="")
    _, told = wait_for(live_screen, "well")
    assert told["freezes"] == 1
    with page.expect_event("load"):
        page.evaluate("watcher.dispatchEvent(new MessageEvent('message', { data: { renew: true } }))")
    live_screen.ready()
    page.evaluate("window.isSame = true")
    page.wait_for_function("() => window.watcher")
    page.evaluate("watcher.dispatchEvent(new MessageEvent('message', { data: { renew: true } }))")
    page.wait_for_timeout(200)
    assert page.evaluate("window.isSame"), "not again and again"


def test_a_wall_that_slept_catches_up_at_once_at_one_stamp(live_screen: Screen, living: LivingCity) -> None:
    """Its machine was suspended while a question was on its way, which nobody answers any more."""
    page = live_screen.page
    page.clock.install()
    live_screen.open("/wall?scene=overview").hears()
    before = live_screen.value("receive-0")
    page.route("**/api/v1/live*", lambda _: None)
    page.clock.run_for(2000)
    page.unroute("**/api/v1/live*")
    living.deliver()
    page.evaluate("window.isSame = true")
    page.clock.fast_forward(8 * 3_600_000)  # its timers fire once; none but this is needed
    page.wait_for_selector(f"[data-panel='receive-0']:not([data-value='{before}'])")
    stamp = page.get_attribute("html", "data-stamp")
    assert stamp == str(living.city.sources.stamp())
    assert page.evaluate("window.isSame && document.documentElement.dataset.link") == "alive"
