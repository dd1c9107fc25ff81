"""Figures of Plotly: drawn after the first screen, brushed, saved, and left alone when nothing changed."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.exports.photograph import PHOTOGRAPHED, READY
from tests.browser.conftest import Screen

pytestmark = pytest.mark.browser
HERE = "html[data-figures='here']"
TREND = ".slot-trend .plot"


def drawn(screen: Screen, path: str) -> Screen:
    screen.open(path)
    screen.page.wait_for_selector(HERE, state="attached")
    return screen.still()


def test_days_chosen_on_the_trend_become_the_period(figures: Screen) -> None:
    drawn(figures, "/?lang=en&period=today")
    box = figures.page.locator(f"{TREND} .nsewdrag").bounding_box()
    assert box
    day, middle = box["width"] / 30, box["y"] + box["height"] / 2
    figures.page.mouse.move(box["x"] + 10.1 * day, middle)
    figures.page.mouse.down()
    figures.page.mouse.move(box["x"] + 12.9 * day, middle, steps=4)
    figures.page.mouse.up()
    figures.page.wait_for_url("**period=2026-11-01..2026-11-03**")
    figures.ready()
    assert "2026-11-01" in figures.page.inner_text("[data-menu='period'] summary")
    figures.page.go_back()
    figures.ready()
    assert "period=today" in figures.page.url
    assert figures.troubles == []


BUTTONS = {
    "zh": ["拖动选取日期", "拖动放大", "恢复原始范围", "存为 PNG 图片", "存为 SVG 图形"],
    "en": ["Drag to choose days", "Drag to zoom", "Whole range again", "Save as PNG", "Save as SVG"],
}


@pytest.mark.parametrize(("language", "save"), [("zh", "存为 PNG 图片"), ("en", "Save as SVG")])
def test_a_figure_is_saved_under_its_title(figures: Screen, tmp_path: Path, language: str, save: str) -> None:
    drawn(figures, f"/?lang={language}")
    offered = figures.page.eval_on_selector_all(f"{TREND} .modebar-btn", "all => all.map(one => one.ariaLabel)")
    assert offered == BUTTONS[language], "and none that sends a figure to the maker of Plotly"
    with figures.page.expect_download() as download:
        figures.page.focus(f"{TREND} [aria-label='{save}']")
        figures.page.keyboard.press("Enter")
    file = tmp_path / "figure"
    download.value.save_as(file)
    assert "小城" in download.value.suggested_filename
    if language == "zh":
        assert file.read_bytes().startswith(b"\x89PNG")
    else:
        drawing = file.read_text()
        assert "Reported by day" in drawing
        assert "rgb(255, 255, 255)" in drawing, "on paper, from a dark screen"
        assert "rgb(12, 29, 46)" not in drawing, "no panel of the dark theme"
    assert figures.troubles == []


ORDER = """() => {
  window.order = {};
  new MutationObserver(() => {
    if (document.documentElement.dataset.ready === "true") window.order.ready ??= performance.now();
    if (document.querySelector("script[src$='/plotly.js']")) window.order.read ??= performance.now();
  }).observe(document, { attributes: true, childList: true, subtree: true, attributeFilter: ["data-ready"] });
}"""
ASKED = """() => {
  const [script] = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/plotly.js"));
  const painted = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  return [painted, window.order.ready, script.startTime, window.order.read];
}"""


def test_figures_come_after_the_first_screen_has_been_painted(figures: Screen) -> None:
    figures.page.add_init_script(f"({ORDER})()")
    drawn(figures, "/")
    painted, ready, asked, read = figures.page.evaluate(ASKED)
    assert ready < asked < read, "fetched once the screen stands, read in after a rest"
    assert painted < read
    assert figures.troubles == []


def test_a_photograph_waits_for_figures_and_nothing_looks_in_at_its_foot(figures: Screen) -> None:
    page = figures.page
    page.goto(figures.address + "/")
    page.evaluate(PHOTOGRAPHED)
    page.wait_for_selector(READY, state="attached")
    assert page.locator(f"{TREND} .main-svg").count() > 0
    foot = page.locator(".fold").bounding_box()
    assert foot
    assert foot["y"] + foot["height"] > 1080 - 20
    expect(page.locator(".below")).to_be_hidden()


def test_the_trend_is_read_and_its_days_chosen_by_keys(figures: Screen) -> None:
    page = drawn(figures, "/?lang=en&period=today").page
    slider = page.locator(f"{TREND} [role='slider']")
    rows = [row.inner_text().split("\t") for row in page.locator(f"{TREND} tbody tr").all()]
    slider.focus()
    assert slider.get_attribute("aria-valuenow") == "29"
    page.keyboard.press("ArrowLeft")
    told = slider.get_attribute("aria-valuetext") or ""
    assert all(" ".join(cell.split()) in " ".join(told.split()) for cell in rows[28]), (rows[28], told)
    expect(page.locator(".plot-reading")).to_have_text(told)
    page.keyboard.press("PageDown")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    assert (slider.get_attribute("aria-valuetext") or "").startswith("3 steps chosen, 2026-11-10 Tuesday to 2026-11-12")
    assert page.locator(f"{TREND} .shapelayer path").count() == 2, "the period, and the steps chosen"
    page.keyboard.press("Enter")
    page.wait_for_url("**period=2026-11-10..2026-11-12**")
    figures.ready()
    expect(slider).to_be_focused()
    assert figures.troubles == []


def test_a_figure_is_read_without_eyes_and_not_replaced_when_nothing_changed(figures: Screen) -> None:
    drawn(figures, "/?lang=en")
    rows = figures.page.locator(f"{TREND} table tbody tr")
    assert rows.count() == 30
    assert "2026-11-20 Friday" in rows.last.inner_text()
    mark = "document.querySelector('.slot-trend .main-svg').dataset.mark = 'first'"
    figures.page.evaluate(mark)
    figures.page.click("[data-metric='closed_on_time'] a")
    figures.page.wait_for_selector("[data-panel='trend'][data-search*='closed_on_time']")
    figures.still()
    assert figures.page.locator(".slot-trend .main-svg[data-mark='first']").count() == 1, "brought up to date in place"
    figures.page.click(".switches a:has-text('中文')")
    figures.still()
    assert figures.page.locator(f"{TREND} [aria-label='存为 PNG 图片']").count() == 1
    figures.page.click(".switches a:has-text('浅色')")
    figures.still()
    assert figures.page.eval_on_selector(".slot-trend .main-svg", "one => one.style.background") == "rgb(255, 255, 255)"


def test_a_browser_that_saves_data_shows_a_sketch_until_a_figure_is_pointed_at(screen: Screen) -> None:
    screen.open("/")
    assert screen.page.locator(f"{TREND} svg path.line").count() > 0  # settled days, and those that are not
    assert screen.page.evaluate("typeof window.Plotly") == "undefined"
    screen.page.hover(TREND)
    screen.page.wait_for_selector(HERE, state="attached")
    assert screen.page.locator(f"{TREND} .main-svg").count() > 0


def test_panels_below_are_asked_for_when_they_are_looked_at(screen: Screen) -> None:
    screen.open("/?lang=en")
    below = screen.page.locator(".below [data-panel]")
    assert below.count() == 0
    screen.page.locator(".slot-scores").scroll_into_view_if_needed()
    screen.page.wait_for_selector(".slot-scores [data-panel='scores']")
    screen.ready()
    screen.page.evaluate("scrollTo(0, 0)")
    screen.still()
    screen.page.click("[data-metric='closed_on_time'] a")
    screen.page.wait_for_selector("[data-panel='trend'][data-search*='closed_on_time']")
    screen.ready()
    stale = screen.page.get_attribute(".slot-scores [data-panel]", "data-search")
    assert stale == "?lang=en", "out of sight it is left alone"
    screen.page.locator(".slot-scores").scroll_into_view_if_needed()
    screen.page.wait_for_selector(".slot-scores [data-panel='scores'][data-search*='closed_on_time']")
    assert screen.troubles == []
