"""What a wall shows that is loaded while its server is down, and when nothing of it is kept."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from dashboard.web.page import dash_page
from tests.browser.conftest import VIEWPORT, Screen, Server, open_page
from tests.cities.living_city import LivingCity

pytestmark = pytest.mark.browser
KEPT = "async () => (await caches.match('/wall/last-picture'))?.json().then((one) => one.answer.stamp)"
NAMES = "async () => [(await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]"

NEVER_READY = """(() => {
  window.waits = 0;
  navigator.serviceWorker.register = async () => ({});
  const ready = () => (window.waits += 1, new Promise(() => {}));
  Object.defineProperty(navigator.serviceWorker, "ready", { get: ready });
})()"""


@pytest.fixture
def wall(browser: Browser, live_server: Server) -> Iterator[Screen]:
    """A wall whose browser has a service worker; in a context of its own."""
    context = browser.new_context(viewport=VIEWPORT)
    yield from open_page(context, live_server.address)
    context.close()


def test_a_wall_loaded_while_the_server_is_down_shows_its_last_picture_and_says_since_when(
    wall: Screen, live_server: Server, living: LivingCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = wall.open("/wall").page
    while not page.evaluate(KEPT):
        page.wait_for_timeout(200)
    shown = page.inner_text(".screen.wall .group-receive")
    stamp = page.get_attribute("html", "data-stamp")
    live_server.stop()
    page.reload()
    page.wait_for_selector("[data-panel='receive-0']")
    assert (page.inner_text(".screen.wall .group-receive"), page.get_attribute("html", "data-stamp")) == (shown, stamp)
    said = page.locator(".link-state")
    expect(said).to_have_text(re.compile("^自 (11-20 12:00|12:00:0.) 起失联$"))
    assert page.get_attribute("html", "data-link") == "broken"
    before = wall.value("receive-0")
    living.deliver()
    live_server.start()
    page.wait_for_selector(f"[data-panel='receive-0']:not([data-value='{before}'])")
    expect(said).to_have_text("")
    page.reload()
    wall.ready()
    assert wall.value("receive-0") != before, "the server answers: nothing old is shown"
    monkeypatch.setattr(dash_page, "may_keep", lambda: False)
    page.reload()
    wall.ready()
    assert page.evaluate(NAMES) == [0, 0], "the wall is not paired any more"


def test_a_worker_that_is_never_ready_is_waited_for_once_with_no_picture_in_hand(
    live_screen: Screen, living: LivingCity
) -> None:
    """Or each of the pictures of a year would be held until it is."""
    page = live_screen.page
    page.add_init_script(NEVER_READY)
    page.clock.install()
    live_screen.open("/wall?scene=overview").hears(2)
    for _ in range(2):
        living.deliver()
        live_screen.hears(2)
    assert page.evaluate("window.waits") == 1
