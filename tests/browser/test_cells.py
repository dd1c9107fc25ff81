"""The cell layer in a real browser: every pixel has the shade of its area, and a refresh is only a table."""

import math
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from geodata.city.profile import load_profile
from geodata.coordinates.web_mercator import to_world
from queries.city import City
from tests.browser import map_pixels
from tests.browser.conftest import Screen, Server, open_screen
from tests.cities.builder import CITIES, build_city
from tests.cities.little.areas import area_tree
from tests.cities.little.cases import NOON
from tests.cities.little.history import history_of
from tests.cities.living_city import LivingCity

pytestmark = pytest.mark.browser
TILES_ARE_HERE = """() => {
  const all = [...document.querySelectorAll(".leaflet-cells-pane canvas")];
  return all.length > 0 && all.every((one) => one.classList.contains("leaflet-tile-loaded"));
}"""


@pytest.fixture(params=[1, pytest.param(2, marks=pytest.mark.soak), 3])
def dense(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[tuple[int, Screen]]:
    context = browser.new_context(viewport={"width": 1600, "height": 900}, device_scale_factor=request.param)
    yield request.param, Screen(context.new_page(), server.address, [])
    context.close()


def assert_painted_as_sent(page: Page, city: City, level: int = 1) -> None:
    """Every outlined area has the colour of its shade."""
    places = map_pixels.middles(page)
    table = map_pixels.shades(page, level)
    rows = {city.tree.by_id(int(number)).code: row for row, number in enumerate(city.tree.at_level(level))}
    painted = map_pixels.pixels(page, list(places.values()))
    for code, pixel in zip(places, painted, strict=True):
        assert pixel is not None, code
        assert pixel[3] == 255
        assert pixel[:3] in map_pixels.expected(page, table[rows[code]]), code


def test_cells_are_crisp_and_right_on_glass_of_any_density(dense: tuple[int, Screen], city: City) -> None:
    density, screen = dense
    asked: set[int] = set()
    screen.page.on("request", lambda one: asked.update(map(int, re.findall(r"/cells/[^/]+/(\d+)/\d+/", one.url))))
    screen.open("/?period=30d")
    tiles = screen.page.eval_on_selector_all(
        ".leaflet-cells-pane canvas", "all => all.map(one => [one.width, one.height, one.style.width])"
    )
    side = 256 if density == 1 else 128
    assert {tuple(tile) for tile in tiles} == {(256, 256, f"{side}px")}
    wide = screen.page.eval_on_selector(".leaflet-cells-pane canvas", "one => one.getBoundingClientRect().width")
    glass_pixels_of_one = wide * density / 256
    assert 0.6 < glass_pixels_of_one < (1.3 if density < 3 else 1.9)
    assert len(asked) == 1
    assert_painted_as_sent(screen.page, city)


def test_another_kpi_and_a_refresh_are_a_table_and_no_tile(live_screen: Screen, living: LivingCity) -> None:
    screen, city = live_screen.open("/?period=30d"), living.city
    asked: list[str] = []
    screen.page.on("request", lambda one: asked.append(one.url))
    before = map_pixels.pixels(screen.page, list(map_pixels.middles(screen.page).values()))
    screen.page.click("[data-metric='closed_on_time'] a")
    screen.page.wait_for_selector("[data-panel='card-0'][data-search='?period=30d&kpi=closed_on_time']")
    screen.ready()
    assert_painted_as_sent(screen.page, city)
    assert map_pixels.pixels(screen.page, list(map_pixels.middles(screen.page).values())) != before
    value = screen.value("card-0")
    living.deliver()
    screen.page.wait_for_selector(f"[data-panel='card-0']:not([data-value='{value}'])")
    screen.still()
    assert_painted_as_sent(screen.page, city)
    assert [url for url in asked if "/cells/" in url or "/outlines/" in url] == []
    assert len([url for url in asked if "/api/v1/map?" in url]) <= 3


VALUES_APART = "/?period=30d&theme=light&lang=en"  # drawn by these tests alone, with values that are asked for


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """No level is so small that its values come with the panel."""
    monkeypatch.setattr("dashboard.map.painting.MOST_SENT_ALONG", 0)


@pytest.mark.usefixtures("apart")
def test_the_page_is_ready_only_when_values_lie_on_the_tiles(first_screen: Screen, city: City) -> None:
    screen, held = first_screen, list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    screen.page.route("**/api/v1/map?*", hold)
    screen.page.clock.install()
    screen.page.goto(screen.address + VALUES_APART)
    screen.page.wait_for_function(TILES_ARE_HERE)
    screen.page.clock.run_for(600)
    assert screen.page.get_attribute("html", "data-ready") == "false"
    assert len(held) == 1
    held[0].continue_()
    screen.ready()
    assert_painted_as_sent(screen.page, city)


@pytest.mark.usefixtures("apart")
def test_values_that_cannot_be_had_leave_the_outlines_filled_until_they_can(screen: Screen, city: City) -> None:
    screen.page.route("**/api/v1/map?*", lambda route: route.abort())
    screen.open(VALUES_APART)
    assert screen.page.locator(".cells-shown").count() == 0
    fill = screen.page.eval_on_selector("path.area[data-code='4106']", "one => getComputedStyle(one).fill")
    shades = {f"rgb{map_pixels.colour(screen.page, f'--shade-{shade}')}" for shade in range(6)}
    assert fill in shades
    screen.page.unroute("**/api/v1/map?*")
    screen.page.click(".leaflet-control-zoom-in")
    screen.page.wait_for_selector(".cells-shown")
    screen.page.click(".leaflet-control-zoom-out")
    screen.still()
    assert_painted_as_sent(screen.page, city)


def test_another_theme_paints_anew(screen: Screen, city: City) -> None:
    screen.open("/?period=30d&lang=en")
    dark = map_pixels.colour(screen.page, "--shade-5")
    screen.page.click("text=Light")
    screen.page.wait_for_selector("html[data-theme='light']")
    screen.ready()
    assert map_pixels.colour(screen.page, "--shade-5") != dark
    assert_painted_as_sent(screen.page, city)


def test_areas_without_cases_are_hatched(screen: Screen) -> None:
    screen.open("/?period=2025-06-01..2025-06-30")
    plain, stripe = map_pixels.colour(screen.page, "--panel"), map_pixels.colour(screen.page, "--unknown")
    wide = screen.page.eval_on_selector(".leaflet-cells-pane canvas", "one => one.getBoundingClientRect().width / 256")
    x, y = map_pixels.middles(screen.page)["4106"]
    row = [pixel and pixel[:3] for pixel in map_pixels.pixels(screen.page, [(x + n * wide, y) for n in range(32)])]
    assert set(row) == {plain, stripe}
    assert 3 <= row.count(stripe) <= 5


def test_what_lies_outside_the_chosen_area_is_dimmed(screen: Screen) -> None:
    screen.open("/?area=4106&period=30d")
    box = screen.page.locator("path.area[data-code='4106']").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.31, box["y"] + box["height"] * 0.37
    inside, outside = map_pixels.pixels(screen.page, [(x, y), (box["x"] - 30, y)])
    assert inside is not None
    assert outside is not None
    assert inside[3] == 255
    assert 60 <= outside[3] <= 68


@pytest.mark.parametrize("times", [1, pytest.param(5, marks=pytest.mark.soak)])
def test_nothing_flickers_while_numbers_kpi_and_area_change(
    live_screen: Screen, living: LivingCity, times: int
) -> None:
    screen = live_screen.open("/?period=30d")
    places = list(map_pixels.middles(screen.page).values())
    map_pixels.watch(screen.page, places)
    for _ in range(times):
        before = screen.value("card-0")
        living.deliver()
        screen.page.wait_for_selector(f"[data-panel='card-0']:not([data-value='{before}'])")
        screen.still()
    screen.page.click("[data-metric='closed_on_time'] a")
    screen.page.wait_for_selector("[data-panel='card-0'][data-search='?period=30d&kpi=closed_on_time']")
    screen.ready().still()
    frames, found = map_pixels.holes(screen.page)
    assert frames > 20
    assert found == []
    container = screen.page.locator("#map").bounding_box()
    assert container is not None
    centre = (container["x"] + container["width"] / 2, container["y"] + container["height"] / 2)
    map_pixels.watch(screen.page, [centre])
    screen.page.click("path.area[data-code='4106']")
    screen.arrive("4106")
    screen.page.keyboard.press("Escape")
    screen.arrive("41")
    screen.page.mouse.move(*centre)
    for turn in (-400, 400) * times:
        screen.page.mouse.wheel(0, turn)
        screen.still()
    frames, found = map_pixels.holes(screen.page)
    assert frames > 20
    assert found == []


OUTLINED = """path => {
  const { x, y, width, height } = path.getBBox();  // without its stroke, which is as wide as what is told apart here
  const { a, d, e, f } = path.getScreenCTM();
  return { x: a * x + e, y: d * y + f, width: a * width, height: d * height };
}"""
ABOVE = [("41", 1), ("4101", 2), ("41010101", 4), ("4101010101", 5)]
CLICKS = [pytest.param(*ABOVE[0], (0,)), pytest.param(*ABOVE[-1], (1,))]


@pytest.mark.parametrize(
    ("area", "level", "places"),
    [*CLICKS, *(pytest.param(*above, (0, 1, 2), marks=pytest.mark.soak) for above in ABOVE)],
)
def test_a_click_asks_for_the_very_point_and_opens_the_area_that_contains_it(
    screen: Screen, city: City, area: str, level: int, places: tuple[int, ...]
) -> None:
    for place in places:
        screen.open(f"/?area={area}&period=30d")
        chosen = city.tree.children(city.tree.area(area))[place]
        box = screen.page.eval_on_selector(f"path.area[data-code='{chosen.code}']", OUTLINED)
        across, down = (0.15, 0.5, 0.87)[place], (0.83, 0.21, 0.4)[place]
        x, y = round(box["x"] + across * box["width"]), round(box["y"] + down * box["height"])
        with screen.page.expect_request(lambda one: "/map/spot" in one.url) as sent:
            screen.page.mouse.click(x, y)
        screen.arrive(chosen.code)
        given = parse_qs(urlsplit(sent.value.url).query)
        lon, lat = float(given["lon"][0]), float(given["lat"][0])
        number = int(city.ground.placer.place(lon, lat))
        assert city.tree.by_id(int(city.tree.ancestor_at([number], level)[0])).code == chosen.code
        west, south, east, north = chosen.bbox
        assert math.isclose((lon - west) / (east - west) * box["width"], x - box["x"], abs_tol=1.6)
        bottom, point, top = (float(to_world(lon, degrees)[1]) for degrees in (south, lat, north))
        assert math.isclose((point - top) / (bottom - top) * box["height"], y - box["y"], abs_tol=1.6)


def test_a_city_of_two_levels_works_the_same(browser: Browser, tmp_path: Path) -> None:
    tree, levels = area_tree(1), load_profile(CITIES / "little").levels[:2]
    cases = history_of(tree, NOON, days=31, a_day=80)
    city = build_city(tmp_path, "little", tree=tree, profile={"levels": levels}, cases=cases, clock=NOON)
    server = Server(city).start()
    try:
        for screen in open_screen(browser, server.address):
            screen.open("/?period=30d")
            assert_painted_as_sent(screen.page, city)
            x, y = map_pixels.middles(screen.page)["4106"]
            screen.page.mouse.click(x, y)
            screen.arrive("4106")
            (inside,) = map_pixels.pixels(screen.page, [map_pixels.middles(screen.page)["4106"]])
            assert inside is not None
            assert inside[3] == 255
            screen.page.mouse.move(x, y)
            for _ in range(4):
                screen.page.mouse.wheel(0, -300)
                screen.still()
            screen.page.keyboard.press("Escape")
            screen.arrive("41")
            assert screen.troubles == []
    finally:
        server.stop()
        city.close()
