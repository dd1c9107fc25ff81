"""A wall that runs for weeks: what its page holds after twenty thousand refreshes, scene after scene."""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, TimeoutError

from benchmarks.refreshes import REFRESH, Weight, calm, refresh, weigh
from tests.browser.conftest import VIEWPORT, Screen, Server, open_page

pytestmark = pytest.mark.browser
REFRESHES = int(os.environ.get("YIPING_SOAK_REFRESHES", "20000"))
OF_A_SCENE = 10  # refreshes, before the next one comes
GROWTH_BYTES = 50_000_000
PATIENCE_S = 120.0
SCENE = "() => document.querySelector('.screen.wall').dataset.scene"


@pytest.fixture
def wall(browser: Browser, server: Server) -> Iterator[Screen]:
    """A wall with its figures drawn and its last picture kept, in a context of its own."""
    context = browser.new_context(viewport=VIEWPORT)
    yield from open_page(context, server.address, with_figures=True)
    context.close()


def go_on(page: Page) -> None:
    """To the next scene, as an arrow key does it and time does it by itself; again where it could not be had."""
    before, until = page.evaluate(SCENE), time.monotonic() + PATIENCE_S
    while page.evaluate(SCENE) == before:
        assert time.monotonic() < until, f"no scene after {before}"
        page.keyboard.press("ArrowRight")
        with suppress(TimeoutError):
            page.wait_for_function(f"(before) => ({SCENE})() !== before", arg=before, timeout=10_000)
    page.wait_for_function("() => document.documentElement.dataset.drawing !== 'true'")


def turned(page: Page, refreshes: int) -> int:
    """Refreshes a wall so often, ten times in each scene and on to the first one again; how many scenes it showed."""
    first, done, scenes = page.evaluate(SCENE), 0, 0
    while done < refreshes or page.evaluate(SCENE) != first:
        refresh(page, OF_A_SCENE)
        done += OF_A_SCENE
        scenes += 1
        go_on(page)
    return scenes


def weighed(page: Page, stamp: str) -> Weight:
    """What the page holds while it shows the first scene at a moment that was shown before."""
    page.evaluate(REFRESH, [stamp, page.inner_text(".as-of")])
    calm(page)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    found = weigh(session)
    session.detach()
    return found


@pytest.mark.soak
@pytest.mark.timeout(6 * 3600)
def test_twenty_thousand_refreshes_of_a_rotating_wall_grow_its_page_by_less_than_fifty_megabytes(wall: Screen) -> None:
    page = wall.open("/wall?period=30d").page
    stamp = page.evaluate("document.documentElement.dataset.stamp")
    scenes = turned(page, OF_A_SCENE)
    assert scenes >= 4
    before = weighed(page, stamp)
    page.evaluate("window.isSame = true")
    turned(page, REFRESHES)
    after = weighed(page, stamp)
    logging.getLogger(__name__).warning("%d refreshes: %s, then %s", REFRESHES, before, after)
    assert after.heap_bytes - before.heap_bytes <= GROWTH_BYTES, (before, after)
    assert abs(after.nodes - before.nodes) <= 0.05 * before.nodes, (before, after)
    assert abs(after.listeners - before.listeners) <= 0.05 * before.listeners, (before, after)
    assert page.evaluate("window.isSame"), "it was loaded anew meanwhile"
    assert wall.troubles == []
