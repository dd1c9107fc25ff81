"""Filtering by clicks and keys: every number of the screen is then that of the API under the same conditions."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from playwright.sync_api import expect

from queries.city import City
from tests.browser.conftest import Screen
from tests.cities.builder import build_city
from tests.cities.tiny.cases import AS_OF

pytestmark = pytest.mark.browser
PERIOD = "period=2024-06-01..2024-06-10"
ROW = "[data-panel='{panel}'] a[data-condition='{condition}']"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with build_city(tmp_path_factory.mktemp("filter"), clock=AS_OF) as opened:
        yield opened


def where_of(screen: Screen) -> str:
    return parse_qs(urlsplit(screen.page.url).query).get("where", [""])[0]


def asked(screen: Screen, key: str = "reported", where: str | None = None, **given: str) -> dict[str, object]:
    """What the API says of the period, under the conditions of the address where no others are given."""
    conditions = where_of(screen) if where is None else where
    parameters = {"key": key, "from": "2024-06-01", "to": "2024-06-10", "where": conditions, **given}
    answer = requests.get(f"{screen.address}/api/v1/kpi", params=parameters, timeout=30)
    found: dict[str, object] = answer.json()
    return found


def filtered(screen: Screen, condition: str, panel: str, *modifiers: str) -> str:
    """Clicks a value; what the address then says."""
    before = screen.page.url
    screen.page.click(ROW.format(panel=panel, condition=condition), modifiers=list(modifiers))  # type: ignore[arg-type]
    screen.page.wait_for_function("before => location.href !== before", arg=before)
    screen.ready()
    return where_of(screen)


def rows(screen: Screen, panel: str) -> dict[str, int]:
    """The numbers of a panel by the condition of their rows."""
    read = "all => all.map(row => [row.dataset.condition, row.querySelector('.row-value').textContent])"
    found = screen.page.eval_on_selector_all(f"[data-panel='{panel}'] a.row", read)
    return {condition: int("".join(filter(str.isdigit, text))) for condition, text in found}


def assert_every_panel_agrees(screen: Screen) -> None:
    """Cards, map, ranking, newest and the list of cases are those of the API; a panel of a dimension counts what is not
    chosen of it, too."""
    n = asked(screen)["n"]
    assert screen.value("card-0") == str(n)
    for card in screen.page.locator("[data-panel^='card-'][data-metric]").all():
        key, value = card.get_attribute("data-metric"), card.get_attribute("data-value")
        of_api = asked(screen, key or "")["value"]
        assert value == ("" if of_api is None else str(of_api)), key
    assert screen.page.get_attribute("[data-panel='map']", "data-n") == str(n)
    listed = requests.get(screen.address + (screen.page.get_attribute("a.download", "href") or ""), timeout=30)
    assert len(listed.text.splitlines()) == 1 + int(str(n))
    events = screen.page.locator("[data-panel='newest'] li")
    assert events.count() == min(12, int(str(asked(screen, to="2024-06-10")["n"])))


def test_a_click_on_a_category_filters_every_panel_and_goes_down(screen: Screen) -> None:
    screen.open(f"/?{PERIOD}")
    whole = screen.value("card-0")
    assert sum(rows(screen, "category").values()) == int(whole or 0)
    href = screen.page.get_attribute(ROW.format(panel="category", condition="category1=street"), "href")
    assert filtered(screen, "category1=street", "category") == "category1=street"
    assert screen.page.url == screen.address + (href or "")
    assert_every_panel_agrees(screen)
    below = asked(screen, by="category3")["rows"]
    assert isinstance(below, list)
    assert rows(screen, "category") == {f"category3={row['code']}": row["n"] for row in below}
    assert filtered(screen, "category3=parking", "category") == "category1=street;category3=parking"
    assert_every_panel_agrees(screen)
    assert rows(screen, "category") == {f"category3={row['code']}": row["n"] for row in below}
    screen.page.focus(".undo")
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_function("() => !location.search.includes('parking')")
    screen.ready()
    assert screen.page.evaluate("document.activeElement.className") == "undo"
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_function("() => !location.search.includes('where')")
    screen.ready()
    assert screen.page.evaluate("document.activeElement.closest('[data-slot]')?.dataset.slot") == "path"
    assert screen.value("card-0") == whole
    expect(screen.page.locator(".undo")).to_be_hidden()
    assert screen.troubles == []


def test_shift_adds_alt_leaves_out_and_chips_turn_round_and_take_away(screen: Screen) -> None:
    screen.open(f"/?{PERIOD}&lang=en")
    all_channels = rows(screen, "channel")
    assert filtered(screen, "channel=app", "channel") == "channel=app"
    assert rows(screen, "channel") == all_channels
    assert filtered(screen, "channel=grid_patrol", "channel", "Shift") == "channel=app;channel=grid_patrol"
    assert_every_panel_agrees(screen)
    chosen = screen.page.locator("[data-panel='channel'] a[aria-current='true']")
    assert [one.get_attribute("data-condition") for one in chosen.all()] == ["channel=app", "channel=grid_patrol"]
    assert filtered(screen, "channel=app", "channel", "Alt") == "channel=grid_patrol;channel!=app"
    assert filtered(screen, "channel=grid_patrol", "channel", "Shift") == "channel!=app"
    assert_every_panel_agrees(screen)
    assert rows(screen, "channel") == {key: n for key, n in all_channels.items() if key != "channel=app"}
    assert filtered(screen, "category1=street", "category", "Shift") == "category1=street;channel!=app"
    for selector, left in (
        (".chip.excluded .invert", "category1=street;channel=app"),
        (".chip .remove", "channel=app"),
    ):
        screen.page.click(f"{selector} >> nth=0")
        screen.page.wait_for_function("left => new URLSearchParams(location.search).get('where') === left", arg=left)
        screen.ready()
    assert filtered(screen, "category1=street", "category", "Alt") == "category1!=street;channel=app"
    screen.page.click(".clear")
    screen.page.wait_for_function("() => !location.search.includes('where')")
    assert screen.troubles == []


def test_two_clicks_before_the_first_is_drawn_both_count(screen: Screen) -> None:
    screen.open(f"/?{PERIOD}")
    screen.page.evaluate(
        """() => { for (const one of ["channel=app", "category1=street"])
             document.querySelector(`a.row[data-condition='${one}']`).click(); }"""
    )
    screen.ready()
    assert where_of(screen) == "category1=street;channel=app"
    assert_every_panel_agrees(screen)


def test_hours_are_chosen_by_keys(screen: Screen) -> None:
    screen.open(f"/?{PERIOD}")
    hours = screen.page.locator("[data-panel='hours'] [data-arrows]")
    hours.locator("a[tabindex='0']").focus()
    for _ in range(9):
        screen.page.keyboard.press("ArrowRight")
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_function("() => location.search.includes('hour=09')")
    screen.ready()
    assert_every_panel_agrees(screen)
    expect(hours.locator("a:focus")).to_have_attribute("data-condition", "hour=09")
    screen.page.keyboard.press("ArrowLeft")
    screen.page.keyboard.press("Shift+ ")
    screen.page.wait_for_function("() => location.search.includes('hour=08;hour=09')")
    screen.ready()
    assert screen.value("card-0") == str(asked(screen)["n"])
    expect(hours.locator("a[aria-current='true']")).to_have_count(2)
    screen.page.keyboard.press("Alt+Enter")
    screen.page.wait_for_function("() => location.search.includes('hour!=08')")
    screen.ready()
    assert screen.value("card-0") == str(asked(screen)["n"])
    assert screen.troubles == []


def test_bars_cells_and_days_of_figures_filter_too(figures: Screen) -> None:
    page = figures.open(f"/?{PERIOD}").page
    page.locator("[data-slot='departments']").scroll_into_view_if_needed()
    page.wait_for_selector("[data-panel='departments'] [data-drawn='bars']")
    page.locator("[data-panel='departments'] .barlayer .point").nth(0).scroll_into_view_if_needed()
    table = page.locator("[data-panel='departments'] .for-readers")
    first = table.locator("a[data-condition]").nth(0).get_attribute("data-condition")
    bar = page.locator("[data-panel='departments'] .barlayer .point").nth(0).bounding_box()
    assert bar
    page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    page.wait_for_function("() => location.search.includes('department=')")
    figures.ready()
    assert where_of(figures) == first
    assert figures.value("card-0") == str(asked(figures)["n"])
    expect(table.locator("a[aria-current='true']")).to_have_attribute("data-condition", first or "")
    table.locator("a[data-condition]").nth(1).focus()
    page.keyboard.press("Shift+Enter")
    page.wait_for_function("() => location.search.split('department=').length === 3")
    figures.ready()
    assert figures.value("card-0") == str(asked(figures)["n"])
    expect(table.locator("a:focus")).to_be_visible()
    page.click(".clear")
    page.wait_for_function("() => !location.search.includes('where')")
    page.locator("[data-slot='week_hours']").scroll_into_view_if_needed()
    page.wait_for_selector("[data-panel='week_hours'] [data-drawn='heat']")
    figures.ready()
    drag = page.locator("[data-panel='week_hours'] .nsewdrag").bounding_box()
    assert drag
    page.mouse.click(drag["x"] + drag["width"] * 9.5 / 24, drag["y"] + drag["height"] * 0.5 / 7)
    page.wait_for_function("() => location.search.includes('where=hour=09;weekday=1')")
    figures.ready()
    assert figures.value("card-0") == str(asked(figures)["n"])
    page.locator("[data-panel='trend'] .for-readers a:not([data-number])", has_text="2024-06-04").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.includes('period=2024-06-04..2024-06-04')")
    assert figures.troubles == []


def test_a_status_and_a_level_of_closing_filter(screen: Screen) -> None:
    page = screen.open(f"/?{PERIOD}").page
    page.locator("[data-slot='status']").scroll_into_view_if_needed()
    page.wait_for_selector("[data-panel='status'] a.row")
    found = rows(screen, "status")
    assert sum(found.values()) == asked(screen)["n"]
    assert filtered(screen, "status=closed", "status") == "status=closed"
    assert screen.value("card-0") == str(found["status=closed"])
    assert filtered(screen, "status=voided", "status", "Shift") == "status=closed;status=voided"
    levels = "[data-panel='closing_level'] a[data-condition='closing_level=street']"
    page.locator("[data-slot='closing_level']").scroll_into_view_if_needed()
    page.locator(levels).focus()
    page.keyboard.press("Alt+Enter")
    page.wait_for_function("() => location.search.includes('closing_level!=street')")
    screen.ready()
    assert screen.value("card-0") == str(asked(screen)["n"])
    assert screen.troubles == []
