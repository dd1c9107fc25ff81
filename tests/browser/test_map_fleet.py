"""Units and devices on the map of a real browser: what is drawn, said and clicked, and how it follows new reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Screen, Server, open_screen
from tests.cities.builder import build_city
from tests.cities.little.cases import NOON
from tests.cities.town import Town

pytestmark = pytest.mark.browser
GRID = "4101010101"  # four micro-grids, at zoom 16
MIDDLE = """canvas => {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  let [x, y, n] = [0, 0, 0];
  for (let place = 0; place < width * height; place += 1) {
    if (!data[4 * place + 3]) continue;
    x += place % width; y += Math.floor(place / width); n += 1;
  }
  const box = canvas.getBoundingClientRect();
  return n ? [box.left + (x / n) * box.width / width, box.top + (y / n) * box.height / height] : null;
}"""

COUNT_MOVES = """() => {
  window.moved = 0;
  const count = (all) => (window.moved += all.filter((one) => one.target.dataset.moving === "true").length);
  new MutationObserver(count).observe(document.querySelector("canvas[data-layer='units']"),
    { attributes: true, attributeFilter: ["data-moving"] });
}"""


def body(minutes: float, **more: Any) -> dict[str, Any]:
    """A patrol car of the grid, as of so many minutes before noon."""
    moment = (NOON - timedelta(minutes=minutes)).isoformat()
    car = {"unit": "X1", "kind": "patrol_car", "duty": "on", "status": "en_route", "home_area": GRID}
    return car | {"heading": 90, "speed": 20, "seen_at": moment, "reported_at": moment} | more


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with build_city(tmp_path / "loaded", "little", clock=NOON) as city:
        yield Town(city, [])


@pytest.fixture
def screen(browser: Browser, town: Town) -> Iterator[Screen]:
    server = Server(town.city).start()
    yield from open_screen(browser, server.address)
    server.stop()


def spot(town: Town, *, east: float = 0.3, north: float = 0.3) -> dict[str, float]:
    """A point of the grid, as a share of its sides."""
    west, south, right, top = town.city.tree.area(GRID).bbox
    return {"lon": west + east * (right - west), "lat": south + north * (top - south)}


def wait(screen: Screen, layer: str, **data: str) -> Any:
    """Until the canvas of a layer says so."""
    said = "".join(f"[data-{name}='{value}']" for name, value in data.items())
    return screen.page.wait_for_selector(f"canvas[data-layer='{layer}']{said}", state="attached")


def hover_text(screen: Screen, layer: str) -> list[str]:
    """What is said of the one mark of a layer."""
    x, y = screen.page.eval_on_selector(f"canvas[data-layer='{layer}']", MIDDLE)
    screen.page.mouse.move(x, y)
    screen.page.wait_for_selector(".mark-hover", state="visible")
    return screen.page.inner_text(".mark-hover").split("\n")


def test_a_unit_tells_of_itself_and_is_not_the_area_under_it(screen: Screen, town: Town) -> None:
    town.report("units", body(4, **spot(town)), at=NOON)
    screen.open(f"/?area={GRID}&layers=cells,units")
    wait(screen, "units", marks="1", grey="0", known="true")
    assert hover_text(screen, "units") == ["巡逻车 X1", "途中 · 定位 11:56:00", "责任区 第1社区 › 第1网格"]
    assert screen.page.locator(".map-hover:visible").count() == 1
    assert "巡逻车 1 = 1 + 0" in screen.page.inner_text("[data-layer='units'].layer-legend")
    x, y = screen.page.eval_on_selector("canvas[data-layer='units']", MIDDLE)
    screen.page.mouse.click(x, y)
    screen.still()
    assert screen.areas() == {GRID}
    screen.page.mouse.click(x + 60, y)
    screen.page.wait_for_function(f"() => !location.search.includes('area={GRID}&')")
    assert screen.troubles == []


@pytest.mark.parametrize("news", ["heard", "not heard yet"])
def test_a_position_too_old_is_grey_and_says_for_how_long(screen: Screen, town: Town, news: str) -> None:
    if news != "heard":  # the city's clock, which is not this machine's, is that of the page until then
        screen.page.route("**/api/v1/live**", lambda route: route.abort())
    town.report("units", body(22, **spot(town)), at=NOON)
    screen.open(f"/?area={GRID}&layers=cells,units")
    wait(screen, "units", marks="1", grey="1")
    name, state, _ = hover_text(screen, "units")
    assert (name, state) == ("巡逻车 X1", "失联 · 途中 · 22 分钟无定位（最后 11:38:00）")
    assert "失联 1" in screen.page.inner_text("[data-layer='units'].layer-legend")


def test_a_new_report_moves_the_mark_without_new_cases(screen: Screen, town: Town) -> None:
    town.report("units", body(4, **spot(town)), at=NOON)
    screen.open(f"/?area={GRID}&layers=cells,units")
    wait(screen, "units", marks="1", moving="false")
    x, _ = screen.page.eval_on_selector("canvas[data-layer='units']", MIDDLE)
    version = town.city._context.store.data_version
    screen.page.evaluate(COUNT_MOVES)
    town.report("units", body(1, status="on_scene", **spot(town, east=0.5)), at=NOON)
    screen.page.wait_for_function("() => window.moved > 0")
    wait(screen, "units", moving="false")
    assert screen.page.eval_on_selector("canvas[data-layer='units']", MIDDLE)[0] > x + 30
    assert hover_text(screen, "units")[1] == "到场 · 定位 11:59:00"
    assert town.city._context.store.data_version == version


def test_positions_of_the_past_are_not_known(screen: Screen, town: Town) -> None:
    town.report("units", body(4, **spot(town)), at=NOON)
    town.report("devices", {"device": "D1", "kind": "camera", "heartbeat_at": NOON.isoformat(), **spot(town)}, at=NOON)
    screen.open(f"/?area={GRID}&layers=cells,units,devices&as_of=2026-11-20T09:00")
    for layer in ("units", "devices"):
        wait(screen, layer, known="false", marks="0")
        assert "不可知" in screen.page.inner_text(f"[data-layer='{layer}'].layer-legend")
        assert screen.page.eval_on_selector(f"canvas[data-layer='{layer}']", MIDDLE) is None


@pytest.mark.parametrize(("area", "level"), [("41", "1"), ("4101", "2")])
def test_devices_from_afar_are_counted_by_the_areas_inside_the_one_shown(
    screen: Screen, town: Town, area: str, level: str
) -> None:
    beat = {"kind": "camera", "heartbeat_at": NOON.isoformat()}
    town.report("devices", {"device": "D1", **beat, **spot(town)}, at=NOON)
    screen.page.set_viewport_size({"width": 640, "height": 480})
    with screen.page.expect_request(lambda one: "/devices" in one.url and "level=" in one.url) as asked:
        screen.open(f"/?area={area}&layers=cells,devices")
    assert parse_qs(urlsplit(asked.value.url).query)["level"] == [level]


def test_devices_by_area_from_afar_and_single_ones_close_up(screen: Screen, town: Town) -> None:
    beat = {"kind": "manhole", "owner": "市政管理处", "status": "online", "heartbeat_at": NOON.isoformat()}
    silent = {"kind": "camera", "status": "online"}
    away = {"lon": 113.89, "lat": 34.89}
    town.report("devices", {"device": "D1", **beat, **spot(town)}, {"device": "D2", **silent, **away}, at=NOON)
    screen.open("/?layers=cells,devices&level=district")
    wait(screen, "devices", marks="2")
    legend = screen.page.inner_text("[data-layer='devices'].layer-legend")
    assert "在线 1 · 故障 0 · 离线 0 · 从无心跳 1" in legend
    assert "地图 2 + 未落格 0 = 2" in legend
    screen.page.click(".fleet-kind:has-text('摄像头')")
    wait(screen, "devices", marks="1")
    assert "devices=camera" in screen.page.url
    screen.open(f"/?area={GRID}&layers=cells,devices")
    wait(screen, "devices", marks="1")
    assert hover_text(screen, "devices") == ["井盖 D1", "在线 · 心跳 12:00:00", "市政管理处"]
    screen.page.keyboard.press("5")
    screen.page.wait_for_selector("[data-layer='devices'].layer-legend", state="detached")
    assert screen.page.eval_on_selector("canvas[data-layer='devices']", "canvas => canvas.width") == 0
    assert screen.troubles == []


def test_without_motion_a_mark_is_at_once_where_it_is(browser: Browser, town: Town) -> None:
    town.report("units", body(4, **spot(town)), at=NOON)
    server = Server(town.city).start()
    for opened in open_screen(browser, server.address):
        opened.page.emulate_media(reduced_motion="reduce")
        opened.open(f"/?area={GRID}&layers=cells,units")
        wait(opened, "units", marks="1")
        opened.page.evaluate(COUNT_MOVES)
        reports = town.city._context.store.report_version
        town.report("units", body(1, **spot(town, east=0.5)), at=NOON)
        wait(opened, "units", reports=str(reports + 1))
        opened.still()
        assert opened.page.evaluate("window.moved") == 0
    server.stop()
