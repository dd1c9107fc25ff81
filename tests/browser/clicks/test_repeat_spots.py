"""Repeat spots on the map: a mark for each, named for the keyboard, and Enter opens its list of cases."""

from collections.abc import Iterator
from urllib.parse import unquote

import pytest

from queries.city import City
from tests.browser.conftest import Screen
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("repeat"), clock=AS_OF) as opened:
        yield opened


def test_a_mark_leads_to_the_cases_of_its_spot(screen: Screen) -> None:
    screen.open("/?layers=cells,repeat_spots&lang=en")
    mark = screen.page.locator("[data-repeat-spot='tiny/K1']")
    mark.wait_for()
    assert mark.inner_text() == "3"
    assert "parking" in (mark.get_attribute("aria-label") or "")
    mark.focus()
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_selector("[data-panel='spot'] [data-case-row='K15']")
    assert unquote(screen.page.url).split("?")[0].endswith("/spots")
    assert "spot=tiny/K1" in unquote(screen.page.url)
    assert screen.troubles == []
