"""Names on the map: none over another, the larger areas first, none where there is no room, fast with hundreds."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import shapely
from playwright.sync_api import Page, expect

from geodata.areas.area_tree import AreaTree
from geodata.areas.numbering import NO_PARENT
from geodata.city.profile import load_profile
from queries.city import City
from tests.browser import map_pixels
from tests.browser.conftest import Screen
from tests.cities.builder import CITIES, build_city
from tests.cities.little.areas import Outlines
from tests.cities.little.cases import NOON
from tests.cities.little.history import history_of

pytestmark = pytest.mark.browser
STREETS, COMMUNITIES = 214, 300
BOX = (113.0, 34.3, 114.2, 35.0)
LABELS = """() => [...document.querySelectorAll(".area-label:not(.hidden)")].map((one) => {
  const box = one.getBoundingClientRect();
  return [one.querySelector("b").textContent, box.left, box.top, box.right, box.bottom, getComputedStyle(one).color,
    one.dataset.shade];
})"""
COLOUR = """(name) => {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}"""


def crowded_tree() -> AreaTree:
    """A city of 214 streets of uneven width, the first of which has 300 communities."""
    random = np.random.default_rng(1)
    outlines = Outlines()
    outlines.add(0, NO_PARENT, "41", "大城", BOX)

    def split(parent: int, count: int, high: int, names: tuple[str, str]) -> None:
        level, code = outlines.level[parent] + 1, outlines.code[parent]
        west, south, east, north = outlines.box[parent]
        done = 0
        for row in range(high):
            wide = (count - done) // (high - row)
            cuts = np.concatenate([[0], np.cumsum(random.uniform(0.4, 1.6, wide))])
            edges = west + (east - west) * cuts / cuts[-1]
            bottom, top = (south + (north - south) * part / high for part in (row, row + 1))
            for left, right in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
                done += 1
                name = f"{names[0] * (1 + done % 3)}{done}{names[1]}"
                outlines.add(level, parent, f"{code}{done:03d}", name, (left, bottom, right, top))

    split(0, STREETS, 11, ("长", "街道"))
    split(1, COMMUNITIES, 15, ("里", "社区"))
    return outlines.tree("given")


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    tree, levels = crowded_tree(), load_profile(CITIES / "little").levels
    cases = history_of(tree, NOON, days=31, a_day=200)
    profile = {"levels": (levels[0], *levels[2:4])}
    with build_city(
        tmp_path_factory.mktemp("crowded"), "little", tree=tree, profile=profile, cases=cases, clock=NOON
    ) as opened:
        yield opened


@pytest.fixture(scope="module")
def city(crowded: City) -> City:
    return crowded


def assert_apart(page: Page) -> dict[str, Any]:
    """No two names overlap; what is shown, by name."""
    shown = page.evaluate(LABELS)
    boxes = shapely.box(*np.array([one[1:5] for one in shown]).T) if shown else np.array([])
    first, second = shapely.STRtree(boxes).query(boxes, predicate="overlaps")
    assert first[first < second].tolist() == []
    return {one[0]: one for one in shown}


@pytest.mark.parametrize(
    ("area", "theme"),
    [
        ("41", "dark"),
        pytest.param("41", "light", marks=pytest.mark.soak),
        pytest.param("41001", "light", marks=pytest.mark.soak),
        pytest.param("41001", "dark", marks=pytest.mark.soak),
    ],
)
def test_hundreds_of_names_lie_apart_at_every_zoom_and_can_be_read(
    screen: Screen, crowded: City, area: str, theme: str
) -> None:
    screen.open(f"/?area={area}&period=30d&theme={theme}")
    counts = [len(assert_apart(screen.page))]
    box = screen.page.locator("#map").bounding_box()
    assert box is not None
    screen.page.mouse.move(box["x"] + box["width"] * 0.52, box["y"] + box["height"] * 0.55)
    for _ in range(3):
        screen.page.mouse.wheel(0, -120)
        counts.append(len(assert_apart(screen.still().page)))
    assert 20 < counts[0] < len(crowded.tree.children(crowded.tree.area(area)))
    for name, (*_, colour, shade) in assert_apart(screen.page).items():
        if int(shade) >= 0:
            assert contrast(colour, map_pixels.colour(screen.page, f"--shade-{shade}")) >= 4.5, name


def contrast(text: str, ground: tuple[int, int, int]) -> float:
    """Contrast by WCAG 2.2."""

    def light(colour: list[int]) -> float:
        parts = np.array(colour[:3]) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722]) + 0.05

    both = light([int(part) for part in text[text.index("(") + 1 : -1].split(",")[:3]]), light(list(ground))
    return max(both) / min(both)


def test_the_largest_area_is_named_before_smaller_ones_and_none_without_room(screen: Screen, crowded: City) -> None:
    screen.open("/?period=30d")
    shown = assert_apart(screen.page)
    streets = sorted(crowded.tree.children(crowded.tree.root), key=lambda one: one.bbox[0] - one.bbox[2])
    assert len({street.name for street in streets[:25]} & set(shown)) >= 22
    assert len({street.name for street in streets[-40:]} & set(shown)) < 8


def colours(page: Page) -> set[str]:
    return {one[5] for one in page.evaluate(LABELS)}


def test_names_take_the_colour_of_the_text_where_no_cells_lie_under_them(screen: Screen) -> None:
    screen.open("/?period=30d")
    assert colours(screen.page) - {screen.page.evaluate(COLOUR, "--label")}
    expect(screen.page.locator(".legend-classes")).to_be_visible()
    screen.page.keyboard.press("1")
    screen.page.wait_for_selector(".without-cells")
    assert colours(screen.page) == {screen.page.evaluate(COLOUR, "--label")}
    expect(screen.page.locator(".legend-classes")).to_be_hidden()


def test_names_of_the_smaller_areas_come_with_their_cells(screen: Screen, crowded: City) -> None:
    screen.open("/?area=41&period=30d&level=community")
    assert not [name for name in assert_apart(screen.page) if name.endswith("社区")]
    assert colours(screen.page) == {screen.page.evaluate(COLOUR, "--text")}
    asked: list[str] = []
    screen.page.on("request", lambda one: asked.append(one.url) if "/names" in one.url else None)
    box = screen.page.locator("path.area[data-code='41001']").bounding_box()
    assert box is not None
    screen.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(4):
        screen.page.mouse.wheel(0, -120)
        screen.still()
    named = [name for name in assert_apart(screen.page) if name.endswith("社区")]
    assert len(named) > 40
    assert asked
    screen.page.keyboard.press("7")
    screen.page.wait_for_selector(".without-labels")
    screen.page.keyboard.press("7")
    screen.page.wait_for_selector(".leaflet-ground:not(.without-labels)")
    screen.page.goto(screen.address + "/?area=41&period=30d")
    screen.ready()
    assert not [name for name in assert_apart(screen.page) if name.endswith("社区")]
