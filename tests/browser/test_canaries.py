"""Made-up persons in every column of text: no page that a browser has drawn, and so no picture of it, shows one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Server, open_page
from tests.cities.sown_city import SEARCH, leaks, sown_city

pytestmark = pytest.mark.browser
PAGES = (
    "/", f"/{SEARCH}", f"/{SEARCH}&case=tiny%2F7", f"/{SEARCH}&layers=points,units,devices,special,heat",
    "/wall", f"/wall{SEARCH}", "/sources", "/load", "/dictionary",
)  # fmt: skip
TEXTS = """() => {
  const all = [...document.querySelectorAll("*")];
  const drawn = all.flatMap((one) => ["::before", "::after"].map((part) => getComputedStyle(one, part).content));
  return [document.documentElement.outerHTML, ...drawn].join(" ");
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with sown_city(tmp_path_factory.mktemp("canaries") / "tiny") as found:
        served = Server(found.city).start()
        yield served
        served.stop()


@pytest.mark.parametrize("page", PAGES)
def test_no_drawn_page_shows_a_person(visited: BrowserContext, server: Server, page: str) -> None:
    for screen in open_page(visited, server.address):
        screen.open(page)
        text = screen.page.evaluate(TEXTS)
        assert "data-panel" in text
        assert not leaks(text), [text[max(0, text.find(one) - 80) : text.find(one) + 40] for one in leaks(text)]
