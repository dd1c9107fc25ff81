"""A wall that runs for weeks: what its page holds after twenty thousand refreshes, scene after scene."""

import logging
import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from benchmarks.refreshes import REFRESH, Weight, calm, weigh
from tests.browser.conftest import MODULE, PATIENCE_MS, READY, Server
from tests.browser.wall.unwatched_browser import UnwatchedBrowser, unwatched_browser

pytestmark = pytest.mark.browser
REFRESHES = int(os.environ.get("YIPING_SOAK_REFRESHES", "20000"))
OF_A_SCENE = 10  # refreshes, before the next one comes
WARM_UP = 1_000
GROWTH_BYTES = 50_000_000
LONGEST_PAUSE_S = 300.0
TURN = f"""([refreshes, ofAScene, patience]) => {{ {MODULE}
  const root = document.documentElement;
  const later = (ms) => new Promise((done) => setTimeout(done, ms));
  const until = async (isSo, why) => {{
    for (const began = Date.now(); !isSo(); await later(10))
      if (Date.now() - began > patience) throw Error(why);
  }};
  const scene = () => document.querySelector(".screen.wall").dataset.scene;
  const [version, seconds] = root.dataset.stamp.split(".");
  const first = scene();
  window.shownMoments = new Set();
  window.shownScenes = new Set();
  const turn = async () => {{
    const {{ drawAt }} = await moduleOf("core/drawing.js");
    for (let done = 0; done < refreshes || scene() !== first; done += 1) {{
      const [before, minutes] = [document.querySelector(".as-of").textContent, 1 + (done % ofAScene)];
      drawAt(`${{version}}.${{Number(seconds) - 60 * minutes}}`);
      await until(() => document.querySelector(".as-of").textContent !== before && root.dataset.drawing !== "true",
        `refresh ${{done}} of ${{scene()}}`);
      window.shownMoments.add(document.querySelector(".as-of").textContent);
      window.shownScenes.add(scene());
      if (done % ofAScene === ofAScene - 1) {{
        const left = scene();
        document.body.dispatchEvent(new KeyboardEvent("keydown", {{ key: "ArrowRight", bubbles: true }}));
        await until(() => scene() !== left && root.dataset.drawing !== "true", `no scene after ${{left}}`);
      }}
      document.title = `${{done + 1}} refreshes`;
    }}
    document.title = "turned";
  }};
  turn().catch((error) => (document.title = `failed: ${{error.message}}`));
}}"""
"""[how many refreshes, of a scene, longest wait in ms]: lets the page refresh itself at other moments, scene after
scene as an arrow key turns them, on to the scene where it began; the title of the page says how far it has come."""


@dataclass(frozen=True)
class Held:
    """What the page holds, and what its process does."""

    page: Weight
    process_bytes: int


def turned(browser: UnwatchedBrowser, refreshes: int) -> None:
    """Lets the page turn by itself, watched by nobody."""
    with browser.watched() as page:
        page.evaluate(TURN, [refreshes, OF_A_SCENE, 2 * PATIENCE_MS])
    last, since = "", time.monotonic()
    while (title := browser.title()) != "turned":
        assert "failed" not in title, title
        since = since if title == last else time.monotonic()
        assert time.monotonic() - since < LONGEST_PAUSE_S, f"nothing moves after {title}"
        last = title
        time.sleep(1.0)


def held(browser: UnwatchedBrowser, stamp: str) -> Held:
    """What is held while the page shows the first scene at a moment that was shown before."""
    with browser.watched() as page:
        page.evaluate(REFRESH, [stamp, page.inner_text(".as-of")])
        calm(page)
        return Held(_weighed(page), browser.resident_bytes())


def _weighed(page: Page) -> Weight:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    found = weigh(session)
    session.detach()
    return found


@pytest.mark.soak
@pytest.mark.timeout(6 * 3600)
def test_twenty_thousand_refreshes_of_a_rotating_wall_grow_its_page_by_less_than_fifty_megabytes(
    server: Server, tmp_path: Path
) -> None:
    with unwatched_browser(tmp_path) as browser:
        with browser.watched() as page:
            page.goto(f"{server.address}/wall?period=30d")
            page.wait_for_selector(READY, state="attached")
            stamp = page.evaluate("document.documentElement.dataset.stamp")
        turned(browser, min(WARM_UP, REFRESHES))
        before = held(browser, stamp)
        with browser.watched() as page:
            page.evaluate("window.isSame = true")
        turned(browser, REFRESHES)
        after = held(browser, stamp)
        with browser.watched() as page:
            assert page.evaluate("window.isSame"), "it was loaded anew meanwhile"
            assert page.evaluate("[window.shownMoments.size, window.shownScenes.size >= 4]") == [OF_A_SCENE, True]
    logging.getLogger(__name__).warning("%d refreshes: %s, then %s", REFRESHES, before, after)
    assert after.page.heap_bytes - before.page.heap_bytes <= GROWTH_BYTES, (before, after)
    assert after.process_bytes - before.process_bytes <= GROWTH_BYTES, (before, after)
    assert abs(after.page.nodes - before.page.nodes) <= 0.05 * before.page.nodes, (before, after)
    assert abs(after.page.listeners - before.page.listeners) <= 0.05 * before.page.listeners, (before, after)
