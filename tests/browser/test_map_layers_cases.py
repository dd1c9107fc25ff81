"""Heat and cases on the map of a loaded city: drawn, adding up, kept on their scale, reachable by keyboard."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from queries.city import City
from tests.browser.conftest import Screen
from tests.cities.little.cases import CASES, NASTY

pytestmark = pytest.mark.browser
PANE = ".leaflet-{}-pane"
COLOURS = """() => {
  const canvas = document.querySelector('.leaflet-heat-pane canvas');
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const found = {};
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 204) {
    const name = data.slice(at, at + 3).join();
    found[name] = (found[name] || 0) + 1;
  }
  return Object.entries(found).sort((a, b) => b[1] - a[1]).slice(0, 8).map(([name]) => name);
}"""

MORE_ROWS = "rows => document.querySelectorAll('.case-list li').length > rows"
# The first dot that nothing lies over.
FREE = """all => all.find((one) => {
  const box = one.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === one;
}).click()"""


LEGEND = ".layer-legend[data-layer='{}']"


@pytest.fixture(scope="module")
def city(loaded: City) -> City:
    return loaded


def drawn(screen: Screen, layer: str) -> dict[str, Any]:
    """Waits for what the layer has drawn of the present address; its numbers. The legend's new line may change the size
    of the map, and with it what is drawn: a moment later it stands."""
    pane = PANE.format(layer)
    here = "([pane]) => { const told = document.querySelector(pane)?.dataset.drawn;"
    same = "return told && new URLSearchParams(told.split('?')[1]).get('search') === window.location.search; }"
    screen.page.wait_for_function(here + same, arg=[pane])
    return dict(screen.still().page.eval_on_selector(pane, "pane => ({...pane.dataset})"))


def zoomed(screen: Screen, layer: str) -> dict[str, Any]:
    """One step closer, drawn."""
    with screen.page.expect_response(lambda answer: f"/map/{layer}?" in answer.url):
        screen.page.click(".leaflet-control-zoom-in")
    return drawn(screen, layer)


def test_heat_is_drawn_in_its_classes_and_says_both_numbers(screen: Screen) -> None:
    screen.open("/?period=all&layers=heat&lang=en")
    body = drawn(screen, "heat")
    assert int(body["with"]) + int(body["without"]) == CASES
    legend = screen.page.locator("[data-layer='heat']")
    assert f"with a trusted point {body['with']} + without {body['without']} = {CASES}" in legend.inner_text()
    assert f"radius {int(body['radius']):,} m" in legend.inner_text()
    swatches = legend.locator(".swatch").evaluate_all(
        "all => all.map(one => getComputedStyle(one).backgroundColor.match(/\\d+/g).join())"
    )
    assert len(swatches) == 6
    found = screen.page.evaluate(COLOURS)
    near = [one for one in found if any(_close(one, swatch) for swatch in swatches)]
    assert len(near) >= 4
    assert screen.troubles == []


def _close(one: str, other: str) -> bool:
    """Two colours that the rounding of transparent pixels does not tell apart."""
    return all(abs(int(a) - int(b)) <= 2 for a, b in zip(one.split(","), other.split(","), strict=True))


def test_heat_stays_on_its_scale_and_its_canvas_while_the_map_moves_and_leaves_with_the_layer(screen: Screen) -> None:
    screen.open("/?period=all&layers=cells,heat&lang=en")
    drawn(screen, "heat")
    classes = "all => all.map(one => one.textContent)"
    before = screen.page.eval_on_selector_all("[data-layer='heat'] .legend-class", classes)
    screen.page.evaluate("document.querySelector('.leaflet-heat-pane canvas').kept = true")
    box = screen.page.locator("#map").bounding_box()
    assert box
    with screen.page.expect_response(lambda answer: "/map/heat?" in answer.url):
        screen.page.mouse.move(box["x"] + 300, box["y"] + 200)
        screen.page.mouse.down()
        screen.page.mouse.move(box["x"] + 380, box["y"] + 240, steps=4)
        screen.page.mouse.up()
    drawn(screen, "heat")
    assert screen.page.eval_on_selector_all("[data-layer='heat'] .legend-class", classes) == before
    assert screen.page.evaluate("document.querySelector('.leaflet-heat-pane canvas').kept")
    screen.page.keyboard.press("2")
    screen.page.wait_for_selector(".leaflet-heat-pane canvas", state="detached")
    assert screen.page.locator("[data-layer='heat']").count() == 0
    assert screen.troubles == []


def test_the_other_ways_to_count_are_in_the_address(screen: Screen) -> None:
    screen.open("/?period=all&layers=heat&lang=en")
    drawn(screen, "heat")
    screen.page.click(".heat-choice >> text=cases")
    screen.page.wait_for_url("**heat=raw**")
    drawn(screen, "heat")
    assert "within the radius" in screen.page.inner_text("[data-layer='heat']")
    screen.page.click(".heat-choice >> text=per 10,000")
    screen.page.wait_for_url("**heat=per_10k**")
    drawn(screen, "heat")
    assert "No population data" in screen.page.inner_text("[data-layer='heat']")
    assert screen.page.locator(".leaflet-heat-pane canvas").count() == 0


def test_clusters_add_up_do_not_cover_each_other_and_become_single_cases(screen: Screen) -> None:
    screen.open("/?period=all&layers=points&lang=en")
    body = drawn(screen, "points")
    counts = screen.page.eval_on_selector_all(".case-cluster button", "all => all.map(one => Number(one.dataset.n))")
    assert sum(counts) == int(body["sight"]) == int(body["with"])
    assert int(body["with"]) + int(body["without"]) == CASES
    boxes = screen.page.eval_on_selector_all(
        ".case-cluster button:not(.one)",
        "all => all.map(one => { const b = one.getBoundingClientRect();"
        " return [b.x + b.width / 2, b.y + b.height / 2, b.width, b.height]; })",
    )
    for place, (x, y, wide, high) in enumerate(boxes):
        assert wide == pytest.approx(high, abs=0.5)
        for other in boxes[place + 1 :]:
            assert ((x - other[0]) ** 2 + (y - other[1]) ** 2) ** 0.5 >= (wide + other[2]) / 2 - 1
    before = counts.count(1) / len(counts)
    for _ in range(6):
        body = zoomed(screen, "points")
    buttons = screen.page.locator(".case-cluster button")
    assert screen.page.locator(".case-cluster button.one").count() / buttons.count() > before
    one = screen.page.locator(".case-cluster button.one").first.bounding_box()
    assert one
    assert one["width"] == pytest.approx(one["height"], abs=0.5)
    assert screen.troubles == []


def test_a_cluster_lists_its_cases_by_keyboard_page_by_page(screen: Screen, tmp_path: Path) -> None:
    screen.open("/?period=all&layers=points&lang=en")
    drawn(screen, "points")
    largest = "all => all.sort((a, b) => b.dataset.n - a.dataset.n)[0].focus()"
    screen.page.eval_on_selector_all(".case-cluster button", largest)
    n = int(screen.page.evaluate("document.activeElement.dataset.n"))
    assert n > 50
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_selector(".case-list li")
    assert screen.page.inner_text(".case-list h2").startswith(f"{n} cases, as of 2026-11-20 12:00")
    while screen.page.locator(".case-list .more").count():
        rows = screen.page.locator(".case-list li").count()
        screen.page.click(".case-list .more")
        screen.page.wait_for_function(MORE_ROWS, arg=rows)
    assert screen.page.locator(".case-list li").count() == n
    with screen.page.expect_download() as found:
        screen.page.click(".case-list footer a")
    found.value.save_as(tmp_path / "cases.csv")
    with (tmp_path / "cases.csv").open(encoding="utf-8-sig", newline="") as lines:
        ids = [row["source_id"] for row in csv.DictReader(lines)]
    listed = screen.page.eval_on_selector_all(".case-list li button", "all => all.map(one => one.dataset.id)")
    assert ids == listed
    assert screen.page.locator(".case-list script, .case-list img").count() == 0
    screen.page.focus(".case-list li button")
    screen.page.keyboard.press("Escape")
    assert screen.page.locator(".case-list").count() == 0
    assert int(screen.page.evaluate("document.activeElement.dataset.n")) == n
    assert "area=" not in screen.page.url
    assert screen.troubles == []


def test_cases_without_a_point_are_listed_and_a_row_opens_its_card(screen: Screen) -> None:
    screen.open("/?period=all&layers=points&lang=en")
    body = drawn(screen, "points")
    screen.page.click("[data-layer='points'] button")
    screen.page.wait_for_selector(".case-list li")
    assert screen.page.inner_text(".case-list h2").startswith(f"{body['without']} cases")
    number = screen.page.get_attribute(".case-list li button >> nth=0", "data-id")
    screen.page.click(".case-list li button >> nth=0")
    screen.page.wait_for_selector(".event-card")
    assert unquote(screen.page.url).endswith(f"case=hand/{number}")
    drawn(screen, "points")
    assert screen.page.locator(".case-list li").count() > 0
    screen.page.click(".case-list header button")
    assert screen.page.locator(".case-list").count() == 0


def test_a_single_case_is_listed_and_its_card_opens_and_texts_stay_texts(screen: Screen) -> None:
    screen.open("/?period=all&layers=points&lang=en")
    drawn(screen, "points")
    for _ in range(4):
        zoomed(screen, "points")
    screen.page.eval_on_selector_all(".case-cluster button.one", FREE)
    screen.page.wait_for_selector(".case-list li")
    assert screen.page.locator(".case-list li").count() == 1
    screen.page.wait_for_selector(".event-card")
    assert screen.page.locator("main script, main img").count() == 0


def test_a_click_beside_the_cases_still_goes_deeper(screen: Screen) -> None:
    screen.open("/?period=all&layers=cells,heat,points,labels&lang=en")
    drawn(screen, "points")
    screen.page.click("path.area[data-code='4104']", position={"x": 12, "y": 12})
    screen.arrive("4104")
    body = drawn(screen, "points")
    assert int(body["with"]) + int(body["without"]) == int(screen.value("card-0") or 0)


def test_a_nasty_title_is_text_in_the_list(screen: Screen) -> None:
    screen.open("/?period=today&layers=points&lang=en")
    drawn(screen, "points")
    titles: list[str] = []
    several = ".case-cluster button:not(.one)"  # a single one opens its card, and the map goes there
    for cell in screen.page.eval_on_selector_all(several, "all => all.map(one => one.dataset.cell)"):
        with screen.page.expect_response(lambda answer: "/points/cases?" in answer.url):
            screen.page.eval_on_selector(f".case-cluster button[data-cell='{cell}']", "one => one.click()")
        screen.page.wait_for_selector(".case-list li")
        titles += screen.page.eval_on_selector_all(".case-title", "all => all.map(one => one.textContent)")
        if NASTY in titles:
            break
    assert NASTY in titles
    assert screen.page.locator(".case-list script, .case-list img").count() == 0


def test_layers_that_cannot_be_had_say_so_until_they_are_there(screen: Screen) -> None:
    layers = ("heat", "points", "units", "devices", "special")
    for layer in layers:
        screen.page.route(f"**/api/v1/map/{layer}?**", lambda route: route.fulfill(status=500))
    screen.open(f"/?period=all&layers=cells,{','.join(layers)}")
    lines = [screen.page.locator(LEGEND.format(layer)) for layer in layers]
    for line in lines:
        expect(line).to_have_attribute("data-missed", re.compile("此刻读不到"))
        assert "此刻读不到" in line.evaluate("one => getComputedStyle(one, '::before').content")
    screen.page.unroute_all()
    screen.page.click(".leaflet-control-zoom-in")
    for line in lines:
        expect(line).not_to_have_attribute("data-missed", re.compile("."))
        expect(line).not_to_have_text("")
