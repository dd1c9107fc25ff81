"""What lies under the cells: plain land, or the tiles of a service, in its own coordinate system, coming or not."""

import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Literal

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from dashboard.map.base_map import cells_version
from geodata.city.profile import TileService
from geodata.coordinates.crs import from_wgs84, to_wgs84
from geodata.coordinates.systems import CoordinateSystem
from geodata.coordinates.web_mercator import to_world
from queries.city import City
from tests.browser import map_pixels
from tests.browser.conftest import MODULE, Screen, Server, open_screen
from tests.cities.living_city import LivingCity

pytestmark = pytest.mark.browser
SHIFTED = f"""async ([lng, lat]) => {{ {MODULE}
  const {{ fromGcj02, toGcj02 }} = await moduleOf("map/coordinates/gcj02.js");
  return [toGcj02(lng, lat), fromGcj02(lng, lat)];
}}"""
TILE_PLACES = """() => [...document.querySelectorAll("img.leaflet-tile")].map((one) => {
  const box = one.getBoundingClientRect();
  return [one.src, box.left, box.top, box.width];
})"""


def grey_png() -> bytes:
    """A grey picture of 256 × 256."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 256, 256, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + b"\x80" * 256 for _ in range(256))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class TileServer:
    """Tiles on a port of its own: `mode` is "ok", "500" or "slow"."""

    def __init__(self) -> None:
        self.mode, self.asked, self.end = "ok", 0, threading.Event()
        answer, picture = self, grey_png()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer.asked += 1
                if answer.mode == "slow":
                    answer.end.wait(20)
                body = picture if answer.mode == "ok" else b""
                self.send_response(200 if answer.mode == "ok" else 500)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Content-Type", "image/png")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self.end.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def tiles() -> Iterator[TileServer]:
    server = TileServer()
    yield server
    server.close()


Opened = Callable[..., Screen]


@pytest.fixture
def opened(browser: Browser, living: LivingCity) -> Iterator[Opened]:
    """Opens a screen of a city whose profile names the tiles of an origin; its server ends with the test."""
    running: list[tuple[Server, Iterator[Screen]]] = []

    def start(origin: str, crs: Literal["WGS-84", "GCJ-02"] = "WGS-84") -> Screen:
        service = TileService(url=origin + "/{z}/{x}/{y}.png", crs=crs, attribution="tiles of a test", max_zoom=18)
        living.city.acts.replace_profile(living.city.profile.model_copy(update={"tiles": service}))
        server = Server(living.city).start()
        screens = open_screen(browser, server.address)
        running.append((server, screens))
        return next(screens)

    yield start
    for server, screens in running:
        next(screens, None)
        server.stop()


def cells_opacity(page: Page) -> float:
    return float(page.eval_on_selector(".leaflet-cells-pane", "one => getComputedStyle(one).opacity"))


def notice(page: Page) -> str:
    return page.text_content(".map-notice") or ""


def assert_data_drawn(screen: Screen) -> None:
    painted = map_pixels.pixels(screen.page, list(map_pixels.middles(screen.page).values()))
    assert all(pixel and pixel[3] == 255 for pixel in painted)


def test_without_a_service_the_city_is_plain_land_and_nothing_is_asked_elsewhere(screen: Screen) -> None:
    elsewhere: list[str] = []
    screen.page.on("request", lambda one: elsewhere.append(one.url) if screen.address not in one.url else None)
    screen.open("/?area=4106")
    screen.page.wait_for_selector("path.land", state="attached")
    assert screen.page.locator("path.land").count() == 16
    for theme in ("dark", "light"):
        screen.open(f"/?area=4106&theme={theme}")
        screen.page.wait_for_selector("path.land", state="attached")
        land = map_pixels.colour(screen.page, "--land")
        assert land != map_pixels.colour(screen.page, "--ground")
        fill = screen.page.eval_on_selector("path.land", "one => getComputedStyle(one).fill")
        assert fill == f"rgb{land}"
    assert elsewhere == []
    assert notice(screen.page) == ""


def test_cells_are_half_transparent_over_tiles_and_whole_without_them(opened: Opened, tiles: TileServer) -> None:
    screen = opened(tiles.origin).open("/?period=30d")
    screen.page.wait_for_selector(".tiles-drawn")
    assert 0.4 < cells_opacity(screen.page) < 0.8
    assert screen.page.locator("path.land").first.is_hidden()
    assert notice(screen.page) == ""
    assert tiles.asked > 0
    screen.page.get_by_role("switch", name="底图").click()
    screen.page.wait_for_selector(".without-tiles")
    assert cells_opacity(screen.page) == 1
    assert screen.troubles == []


def test_tiles_that_fail_take_no_data_away_are_said_once_and_come_back(opened: Opened, tiles: TileServer) -> None:
    tiles.mode = "500"
    screen = opened(tiles.origin).open("/?period=30d")
    screen.page.wait_for_selector(".tiles-failed")
    assert screen.page.inner_text(".map-notice") == "底图暂不可用，数据照常显示"
    assert screen.page.locator(".map-notice").count() == 1
    assert cells_opacity(screen.page) == 1
    assert_data_drawn(screen)
    tiles.mode = "ok"
    screen.page.evaluate("window.dispatchEvent(new Event('online'))")
    screen.page.wait_for_selector(".tiles-drawn")
    assert notice(screen.page) == ""


def test_a_dead_tile_server_takes_no_data_away(opened: Opened, tiles: TileServer) -> None:
    origin = tiles.origin
    tiles.close()
    screen = opened(origin).open("/?period=30d&lang=en")
    screen.page.wait_for_selector(".tiles-failed")
    assert notice(screen.page) == "Base map not available; the data are complete"
    assert_data_drawn(screen)
    screen.page.click("path.area[data-code='4101']")
    screen.arrive("4101")
    assert_data_drawn(screen)


def test_slow_tiles_are_not_waited_for(opened: Opened, tiles: TileServer) -> None:
    tiles.mode = "slow"
    screen = opened(tiles.origin).open("/?period=30d")
    screen.page.wait_for_selector(".tiles-failed")
    assert notice(screen.page)
    assert_data_drawn(screen)


def test_the_policy_allows_the_one_origin(opened: Opened, tiles: TileServer) -> None:
    other = TileServer()
    screen = opened(tiles.origin).open("/?period=30d")
    refused = """(address) => new Promise((done) => {
      const image = new Image();
      image.onload = () => done("loaded"); image.onerror = () => done("refused");
      image.src = address;
    })"""
    assert screen.page.evaluate(refused, f"{tiles.origin}/1/1/1.png?again") == "loaded"
    assert screen.page.evaluate(refused, f"{other.origin}/1/1/1.png") == "refused"
    assert other.asked == 0
    other.close()


def test_the_browser_shifts_as_the_server_does(screen: Screen) -> None:
    screen.open("/")
    random = np.random.default_rng(4)
    for lon, lat in zip(random.uniform(73, 135, 40).tolist(), random.uniform(5, 53, 40).tolist(), strict=True):
        to, back = screen.page.evaluate(SHIFTED, [lon, lat])
        assert np.allclose(to, np.hstack(from_wgs84(lon, lat, "GCJ-02")), rtol=0, atol=1e-11)
        assert np.allclose(back, np.hstack(to_wgs84(lon, lat, "GCJ-02")), rtol=0, atol=1e-11)


@pytest.mark.parametrize(
    "area", ["4101010101", *(pytest.param(code, marks=pytest.mark.soak) for code in ("41", "410101"))]
)
def test_on_a_gcj02_map_outlines_cells_and_clicks_fit_the_tiles(
    opened: Opened, living: LivingCity, tiles: TileServer, area: str
) -> None:
    city, screen = living.city, opened(tiles.origin, "GCJ-02").open(f"/?area={area}&period=30d")
    screen.page.wait_for_selector(".tiles-drawn")
    assert cells_version(city.tree, city.profile) == "2024-09@GCJ-02"
    source, left, top, wide = screen.page.evaluate(TILE_PLACES)[0]
    zoom, x, y = (int(part.removesuffix(".png")) for part in source.split("/")[-3:])
    for child in city.tree.children(city.tree.area(area)):
        west, south, east, north = child.bbox
        box = screen.page.locator(f"path.area[data-code='{child.code}']").bounding_box()
        assert box is not None
        corners = to_world(*from_wgs84(np.array([west, east]), np.array([north, south]), "GCJ-02"))
        for answer, of_tile, scaled in ((box["x"], left, x), (box["y"], top, y)):
            wanted = of_tile + (float(corners[0 if scaled is x else 1][0]) * 2**zoom - scaled) * wide
            assert abs(answer - wanted) < 2.5, child.code
    assert_painted_beside_borders(screen, city, area)


def assert_painted_beside_borders(screen: Screen, city: City, area: str) -> None:
    """Across the border between two neighbours with different shades the colour changes where the outline is."""
    children = city.tree.children(city.tree.area(area))
    level = children[0].level
    table = map_pixels.shades(screen.page, level)
    rows = {int(number): row for row, number in enumerate(city.tree.at_level(level))}
    tried, place, code = 0, (0.0, 0.0), ""
    for one, next_one in pairwise(children):
        here, there = table[rows[one.area_id]], table[rows[next_one.area_id]]
        box = screen.page.locator(f"path.area[data-code='{next_one.code}']").bounding_box()
        if one.lat != next_one.lat or here == there or 6 in (here, there):
            continue
        assert box is not None
        y = box["y"] + 0.43 * box["height"]
        beside = map_pixels.pixels(screen.page, [(box["x"] - 4, y), (box["x"] + 5, y)])
        assert [pixel and pixel[:3] for pixel in beside] == [
            map_pixels.colour(screen.page, f"--shade-{shade}") for shade in (here, there)
        ]
        tried, place, code = tried + 1, (box["x"] + 5, y), next_one.code
    assert tried
    with screen.page.expect_request(lambda one: "/map/spot" in one.url):
        screen.page.mouse.click(*place)
    screen.arrive(code)


def test_a_gcj02_map_is_shifted_at_all() -> None:
    """Without a shift the test above would prove nothing: over the little city it is more than 400 m."""
    lon, lat = from_wgs84(113.6, 34.75, CoordinateSystem.GCJ_02)
    assert np.hypot((lon - 113.6) * 91_000, (lat - 34.75) * 111_000) > 400
