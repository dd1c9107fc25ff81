"""The map's own tools: scale, coordinates, measuring against PROJ; and the map by keyboard alone."""

import json
import re

import numpy as np
import pytest
from playwright.sync_api import Page
from pyproj import Geod

from queries.city import City
from tests.browser.conftest import MODULE, Screen

pytestmark = pytest.mark.browser
EARTH = Geod(ellps="WGS84")
MEASURED = f"""async (points) => {{ {MODULE}
  const {{ area, distance }} = await moduleOf("map/coordinates/geodesy.js");
  return [distance(points[0], points[1]), area(points)];
}}"""


def test_lengths_and_areas_are_those_of_proj(screen: Screen) -> None:
    """Lengths to a millimetre. Areas to a hundred-thousandth within a city; in a ring 1,000 km across the sides of
    both methods run a little apart: a ten-thousandth."""
    screen.open("/")
    random = np.random.default_rng(8)
    for across in (0.0005, 0.01, 0.3, 5.0):
        for place in ((113.6, 34.7), (-71.06, 42.36), (151.2, -33.87), (0.1, 0.05)):
            turn = np.sort(random.uniform(0, 2 * np.pi, 5))
            lon = place[0] + across * np.cos(turn) * random.uniform(0.5, 1, 5)
            lat = place[1] + across * np.sin(turn) * random.uniform(0.5, 1, 5)
            ring = [{"lng": x, "lat": y} for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
            length, square = screen.page.evaluate(MEASURED, ring)
            *_, wanted = EARTH.inv(lon[0], lat[0], lon[1], lat[1])
            assert abs(length - wanted) < 0.001
            exact = abs(EARTH.polygon_area_perimeter(lon, lat)[0])
            assert abs(square - exact) < (1e-4 if across > 1 else 1e-5) * exact + 0.01


def spot(page: Page, across: float, down: float) -> tuple[float, float]:
    box = page.locator("#map").bounding_box()
    assert box is not None
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def shown_point(page: Page, x: float, y: float) -> tuple[float, float]:
    page.mouse.move(x, y)
    found = re.fullmatch(r"(-?\d+\.\d{5}), (-?\d+\.\d{5}) WGS-84", page.inner_text(".map-pointer"))
    assert found
    return float(found[1]), float(found[2])


def test_pointer_and_scale_tell_the_truth(screen: Screen, city: City) -> None:
    screen.open("/?period=30d")
    box = screen.page.locator("path.area[data-code='4106']").bounding_box()
    assert box is not None
    west, _, east, north = next(one for one in city.tree.children(city.tree.root) if one.code == "4106").bbox
    lon, lat = shown_point(screen.page, round(box["x"] + 1), round(box["y"] + 1))
    a_pixel = (east - west) / box["width"]
    assert abs(lon - west) < 3 * a_pixel
    assert abs(lat - north) < 3 * a_pixel
    bar = screen.page.locator(".map-scale")
    metres = int(bar.get_attribute("data-metres") or "")
    drawn = (bar.bounding_box() or {"width": 0.0})["width"]
    *_, across = EARTH.inv(west, lat, east, lat)
    assert abs(metres / drawn - across / box["width"]) < 0.02 * metres / drawn
    assert bar.inner_text() == f"{metres // 1000} km"
    screen.open("/?period=30d&lang=en")
    assert screen.page.inner_text(".map-north") == "N"


def test_measuring_by_key_and_clicks_opens_no_area(screen: Screen) -> None:
    screen.open("/?period=30d&lang=en")
    before = screen.page.url
    screen.page.keyboard.press("m")
    assert screen.page.inner_text(".map-measured").startswith("Click point after point")
    corners = [spot(screen.page, *at) for at in ((0.4, 0.3), (0.6, 0.3), (0.6, 0.7))]
    points = []
    for x, y in corners:
        points.append(shown_point(screen.page, round(x), round(y)))
        screen.page.mouse.click(round(x), round(y))
    lon, lat = np.array(points).T
    body = screen.page.inner_text(".map-measured")
    assert re.fullmatch(r"Distance [\d.,]+ km · Area [\d.,]+ km²", body)
    metres = float(screen.page.get_attribute(".map-measured", "data-metres") or "")
    square = float(screen.page.get_attribute(".map-measured", "data-square") or "")
    assert abs(metres / EARTH.line_length(lon, lat) - 1) < 1e-3
    assert abs(square / abs(EARTH.polygon_area_perimeter(lon, lat)[0]) - 1) < 1e-3
    screen.page.mouse.dblclick(*spot(screen.page, 0.5, 0.5))
    assert screen.page.url == before
    screen.page.keyboard.press("Escape")
    assert screen.page.locator(".measuring, path.measure-line").count() == 0
    assert screen.page.inner_text(".map-measured") == ""
    screen.page.click(".map-measure")
    assert screen.page.locator(".measuring").count() == 1
    screen.page.keyboard.press("m")
    screen.page.mouse.click(*spot(screen.page, 0.5, 0.45))
    screen.page.wait_for_url(re.compile("area="))
    assert screen.troubles == []


def test_a_wall_has_the_scale_and_nothing_to_touch(screen: Screen) -> None:
    screen.open("/wall")
    assert screen.page.locator(".map-scale").inner_text().endswith("m")
    screen.page.set_viewport_size({"width": 3840, "height": 2160})
    screen.page.wait_for_function("() => document.querySelector('.map-scale').offsetWidth > 120")  # with the type
    screen.page.set_viewport_size({"width": 1920, "height": 1080})
    assert screen.page.locator(".map-pointer, .map-measure").count() == 0
    screen.page.keyboard.press("m")
    assert screen.page.locator(".measuring").count() == 0


def first_outline(page: Page) -> dict[str, float]:
    box = page.locator("path.area").first.bounding_box()
    assert box is not None
    return {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}


def test_the_map_by_keyboard_alone(screen: Screen) -> None:
    screen.open("/?period=30d")
    start = first_outline(screen.page)
    screen.page.keyboard.press("ArrowRight")
    assert first_outline(screen.page)["x"] < start["x"] - 50
    screen.page.keyboard.press("ArrowLeft")
    assert abs(first_outline(screen.page)["x"] - start["x"]) < 2
    screen.page.keyboard.press("ArrowDown")
    assert first_outline(screen.page)["y"] < start["y"] - 30
    screen.page.keyboard.press("ArrowUp")
    screen.page.keyboard.press("+")
    screen.page.keyboard.press("+")
    assert screen.page.locator("path.area").nth(5).bounding_box()["width"] > 1.5 * start["width"]  # type: ignore[index]
    screen.page.keyboard.press("-")
    screen.page.keyboard.press("-")
    assert abs(first_outline(screen.page)["width"] - start["width"]) < 2
    for sign, larger in (("in", True), ("out", False)):
        screen.page.locator(f".leaflet-control-zoom-{sign}").press(" ")
        screen.page.wait_for_function(
            "([most, is]) => (document.querySelector('path.area').getBoundingClientRect().width > most) === is",
            arg=[1.2 * start["width"], larger],
        )
    screen.still()
    seen: list[str] = []
    for _ in range(300):
        screen.page.keyboard.press("Tab")
        body = screen.page.evaluate("""() => { const one = document.activeElement, style = getComputedStyle(one);
          const told = [one.dataset.code, style.strokeWidth, style.stroke, style.filter];
          return one.matches("path.area") ? told : null; }""")
        if body:
            seen.append(body[0])
            assert float(body[1].removesuffix("px")) >= 3
            assert body[2] == "rgb(232, 241, 248)"
            assert "rgb(7, 19, 31)" in body[3], "light and dark beside each other are seen over every shade"
        elif seen:
            break
    painted = json.loads(screen.page.get_attribute("[data-map]", "data-map") or "")
    assert seen == list(painted["values"])
    screen.page.focus("path.area[data-code='4101']")
    screen.page.keyboard.press("Enter")
    screen.arrive("4101")
    screen.page.keyboard.press("Escape")
    screen.arrive("41")


def test_keys_in_a_field_are_letters(screen: Screen) -> None:
    screen.open("/?period=30d")
    start = first_outline(screen.page)
    screen.page.click("[data-menu='period'] summary")
    screen.page.focus(".days input >> nth=0")
    for key in ("ArrowRight", "-", "m"):
        screen.page.keyboard.press(key)
    assert first_outline(screen.page) == start
    assert screen.page.locator(".measuring").count() == 0
