"""A real server and a real browser. `screen` is of a city that a module shares, `live_screen` of the test's own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, expect
from waitress.server import create_server

from benchmarks.chromium import FLAGS, chromium
from dashboard.server.app import create_app
from dashboard.settings import Settings
from queries.city import City
from queries.kpis.answer import Answer
from queries.kpis.question import Question
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.little.history import history
from tests.cities.living_city import LivingCity

VIEWPORT: ViewportSize = {"width": 1920, "height": 1080}
READY = "html[data-ready='true']"
PATIENCE_MS = 60_000  # how long is not what these tests ask: machines are busy
STANDS_MS = 400
LONGEST_REFRESH_MS = 6000  # of a screen that shows numbers
ONE_PROCESS = "--process-per-site"
"""The pages of a context share a process: a new one is there at once, and finds the program compiled."""
SAVES_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
MODULE = """const moduleOf = (name) =>
  import(new URL(name, document.querySelector("link[rel=modulepreload][href$='/main.js']").href));
"""
"""To stand inside a function of the page: the module that the page itself has loaded under this name."""
STILL = """(least) => new Promise((done) => {
  let [since, frames] = [Date.now(), 0];
  const changes = new MutationObserver(() => ([since, frames] = [Date.now(), 0]));
  changes.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  const look = () => {
    frames += 1;
    const busy = document.querySelector("html[data-drawing='true'], .map-pulses > *");
    if (busy || frames < 10 || Date.now() - since < least) return requestAnimationFrame(look);
    changes.disconnect();
    done();
  };
  look();
})"""


expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium(first=(), flags=(*FLAGS, ONE_PROCESS)) as opened:
        yield opened


@dataclass
class Server:
    """A city served on a port of its own; `stop` and `start` again on the same port."""

    city: City
    port: int = 0
    _running: Any = field(default=None, repr=False)
    _thread: threading.Thread | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Server:
        app = create_app(Settings(), self.city)
        self._running = create_server(app.server, host="127.0.0.1", port=self.port, threads=8)
        self.port = int(self._running.effective_port)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        for connection in list(self._running._map.values()):
            connection.close()
        self._running.task_dispatcher.shutdown(timeout=2)
        if self._thread:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        try:
            self._running.run()
        except OSError:  # its socket was closed under it: that is how a waitress server in a thread is stopped
            return


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The little city with its sixty days at noon, one for a module; a module may say that it wants another."""
    with build_city(tmp_path_factory.mktemp("little"), "little", cases=history(), clock=NOON) as opened:
        yield opened


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The little city with its own 400 cases: a module whose screens show it says so by a `city` of its own."""
    with build_city(tmp_path_factory.mktemp("loaded"), "little", clock=NOON) as opened:
        yield opened


@pytest.fixture(scope="module")
def server(city: City) -> Iterator[Server]:
    started = Server(city).start()
    yield started
    started.stop()


@pytest.fixture
def living(tmp_path: Path) -> Iterator[LivingCity]:
    """A city that the test delivers to and whose clock it moves."""
    opened = LivingCity.open(tmp_path / "living")
    yield opened
    opened.city.close()


@pytest.fixture
def live_server(living: LivingCity) -> Iterator[Server]:
    started = Server(living.city).start()
    yield started
    started.stop()


class Breaking:
    """Lets a city fail to answer one KPI, as if its store could not be read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def of(self, city: City, kpi: str) -> None:
        ask = city.kpis.ask

        def failing(question: Question) -> Answer:
            if question.metric == kpi:
                raise RuntimeError("a secret of the inside")
            return ask(question)

        self._monkeypatch.setattr(city.kpis, "ask", failing)

    def undo(self) -> None:
        self._monkeypatch.undo()


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> Breaking:
    return Breaking(monkeypatch)


@dataclass
class Screen:
    """A page of the browser with what a user would look for."""

    page: Page
    address: str
    troubles: list[str]
    asked: set[Request] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Remembers what was asked for and not answered yet."""
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("request", self._ask)
        self.page.on("requestfinished", self._answered)
        self.page.on("requestfailed", self._answered)

    def _ask(self, request: Request) -> None:
        self.asked.add(request)

    def _answered(self, request: Request) -> None:
        self.asked.discard(request)

    def open(self, path: str) -> Screen:
        self.page.goto(self.address + path)
        return self.ready()

    def ready(self) -> Screen:
        self.page.wait_for_selector(READY, state="attached")
        return self

    def still(self) -> Screen:
        """Waits until nothing is asked for and nothing changes any more."""
        self.page.evaluate(STILL, STANDS_MS)
        while self.asked:
            self.page.evaluate(STILL, STANDS_MS)
        return self

    def hears(self, times: int = 1) -> Screen:
        """Lets the clock of the page run until it has asked for news so many times, and until the answer is shown. The
        page's clock has to be installed."""
        for _ in range(times):
            with self.page.expect_response(lambda answer: "/api/v1/live" in answer.url):
                self.page.clock.run_for(LONGEST_REFRESH_MS)
            self.still()  # or the clock runs past the time limit of what was asked for then
        return self

    def value(self, panel: str) -> str | None:
        return self.page.get_attribute(f"[data-panel='{panel}']", "data-value")

    def areas(self) -> set[str]:
        """What the panels say they are about."""
        return set(self.page.eval_on_selector_all("[data-panel]", "all => all.map(one => one.dataset.area)"))

    def arrive(self, area: str) -> Screen:
        """Waits until the screen has gone to an area."""
        self.page.wait_for_selector(f"[data-panel='map'][data-area='{area}']")
        return self.ready()


@pytest.fixture(scope="module")
def visited(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A context whose pages find in its cache and process what earlier tests of the module have fetched and compiled: a
    third of what opening a page costs. The application stores nothing else in a browser."""
    context = browser.new_context(viewport=VIEWPORT, service_workers="block")
    context.new_page().goto(f"{server.address}/healthz")  # stays, and its process with it
    yield context
    context.close()


@pytest.fixture
def screen(visited: BrowserContext, server: Server) -> Iterator[Screen]:
    """A new page of the module's city."""
    yield from open_page(visited, server.address)


@pytest.fixture
def figures(visited: BrowserContext, server: Server) -> Iterator[Screen]:
    """The same, which draws its figures."""
    yield from open_page(visited, server.address, with_figures=True)


@pytest.fixture
def first_screen(browser: Browser, server: Server) -> Iterator[Screen]:
    """The same in a context of its own: for a clock of the page, which is one for all pages of a context."""
    yield from open_screen(browser, server.address)


@pytest.fixture
def live_screen(browser: Browser, live_server: Server) -> Iterator[Screen]:
    """Of a city that the test may change: `living`."""
    yield from open_screen(browser, live_server.address)


def open_screen(browser: Browser, address: str) -> Iterator[Screen]:
    """A page in a context of its own."""
    context = browser.new_context(viewport=VIEWPORT, service_workers="block")
    yield from open_page(context, address)
    context.close()


def open_page(context: BrowserContext, address: str, *, with_figures: bool = False) -> Iterator[Screen]:
    """A fresh page; the console's errors are collected in `troubles`. Without figures it saves data: reading plotly.js
    costs a page half a second."""
    page = context.new_page()
    if not with_figures:
        page.add_init_script(SAVES_DATA)
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield Screen(page, address, troubles)
    page.close()
