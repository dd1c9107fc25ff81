"""Does the map grow? Refreshes with changing numbers, another KPI now and then, down into an area and up again."""

import pytest
from playwright.sync_api import Page

from benchmarks.refreshes import REFRESH, Weight, calm, refresh, weigh
from tests.browser.conftest import MODULE, Screen

pytestmark = pytest.mark.browser
KPIS = ("reported", "closed_on_time", "handling_time")
AREAS = ("41", "4101", "410101", "41")
GONE = f"""async (search) => {{ {MODULE}
  (await moduleOf("core/navigation.js")).go("/" + search);
  await new Promise((done) => {{
    const look = () => document.querySelector(".leaflet-ground")?.dataset.painted === search
      && document.documentElement.dataset.ready === "true" ? done() : setTimeout(look, 10);
    setTimeout(look, 20);
  }});
}}"""


def go(page: Page, turn: int) -> None:
    """To the next KPI and the next area: together they come round after twelve."""
    area, kpi = AREAS[turn % len(AREAS)], KPIS[turn % len(KPIS)]
    page.evaluate(GONE, f"?area={area}&kpi={kpi}" if area != "41" else f"?kpi={kpi}")


def weighed(page: Page, rounds: int, refreshes: int) -> tuple[Weight, Weight]:
    """Weights of the same screen at the same moment, before and after rounds of so many refreshes and one change of
    KPI and area; every KPI and area of these rounds was shown before."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    stamp = page.get_attribute("[data-stamp]", "data-stamp")

    def work(count: int, refreshes: int) -> None:
        for turn in range(count):
            go(page, turn)
            if refreshes:
                refresh(page, refreshes)
        go(page, 0)
        page.evaluate(REFRESH, [stamp, page.inner_text(".as-of")])
        calm(page)

    work(min(len(AREAS) * len(KPIS), rounds), 0)
    work(1, refreshes)
    before = weigh(session)
    work(rounds, refreshes)
    return before, weigh(session)


def assert_constant(before: Weight, after: Weight, megabytes: float) -> None:
    """Nodes and listeners of one moment differ by a few from another's: lists are longer or shorter."""
    assert after.heap_bytes - before.heap_bytes < megabytes * 1e6
    assert after.nodes <= before.nodes * 1.05 + 50
    assert after.listeners <= before.listeners * 1.1


@pytest.mark.soak
def test_a_thousand_refreshes_with_kpis_and_drills_grow_the_map_by_less_than_ten_megabytes(screen: Screen) -> None:
    screen.open("/")
    before, after = weighed(screen.page, 100, 9)
    assert_constant(before, after, 10.0)
