"""Views and notes in a browser: saved, opened, renamed, withdrawn; written at a point, seen on the wall."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility.test_accessibility import AXE, LEVELS, RUN, STRICT
from tests.browser.conftest import Screen

pytestmark = pytest.mark.browser
CARD = "[data-panel='saved'] .saved-card"
SEND = ".saved-form form > button"
ROWS = f"{CARD} .saved-list li"
PERIOD = "period=2026-11-14..2026-11-20"


def test_a_view_is_saved_renamed_opened_and_withdrawn_by_keys(screen: Screen) -> None:
    page = screen.open(f"/?{PERIOD}&kpi=open&lang=en").page
    page.focus("a.saved-link")
    page.keyboard.press("Enter")
    page.fill(f"{CARD} input[name=name]", "Open cases of the week")
    page.keyboard.press("Enter")
    expect(page.locator(f"{ROWS} a")).to_have_text("Open cases of the week")
    expect(page.locator(f"{CARD} .saved-said")).to_have_text("Saved.")
    page.focus(f"{ROWS} [data-saved-rename]")
    page.keyboard.press("Enter")
    page.keyboard.type("Open cases")
    page.keyboard.press("Enter")
    expect(page.locator(f"{ROWS} a")).to_have_text("Open cases")
    page.keyboard.press("Escape")  # in the field: nothing is being renamed any more
    page.focus(f"{CARD} .saved-close")
    page.keyboard.press("Escape")
    page.wait_for_selector(CARD, state="detached")
    expect(page.locator("a.saved-link")).to_be_focused()
    page.goto(f"{screen.address}/?lang=en&saved")
    screen.ready()
    page.click(f"{ROWS} a")
    page.wait_for_url(re.compile(rf"{re.escape(PERIOD)}&kpi=open"))
    screen.open("/?lang=en&saved")
    for _ in range(2):
        page.focus(f"{ROWS} [data-saved-withdraw]")
        page.keyboard.press("Enter")
    expect(page.locator(ROWS)).to_have_count(0)
    assert screen.troubles == []


def test_a_note_at_a_point_is_on_map_trend_and_wall_and_not_in_a_look_back(figures: Screen, tmp_path: Path) -> None:
    page = figures.open(f"/?{PERIOD}&lang=en&saved=notes").still().page
    page.click(SEND)
    expect(page.locator(f"{CARD} .saved-said")).to_have_text("The text is empty. Write it and try again.")
    figures.troubles.clear()  # the browser reports the refusal
    page.fill("textarea[name=text]", "Road works")
    page.click(".saved-form fieldset button")
    page.click(".leaflet-container", position={"x": 400, "y": 300})
    expect(page.locator("input[name=lon]")).not_to_have_value("")
    page.click(SEND)
    page.wait_for_selector(".note-mark")
    expect(page.locator(ROWS)).to_contain_text("Road works")
    expect(page.locator(".note-mark")).to_have_attribute("aria-label", re.compile("Road works · 2026-11-14 – 11-20"))
    figures.still()
    assert page.eval_on_selector("[data-panel='trend'] .js-plotly-plot", "one => one.layout.annotations.length") >= 1
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(STRICT)
    violations, _ = page.evaluate(RUN, LEVELS)
    assert not violations, violations

    with page.expect_download() as downloading:
        page.click(f"{CARD} a.download")
    file = tmp_path / "saved.json"
    downloading.value.save_as(file)
    assert json.loads(file.read_text("utf-8"))["notes"][0]["text"] == "Road works"
    page.set_input_files(".saved-import input", str(file))
    figures.still()
    expect(page.locator(ROWS)).to_have_count(1)

    figures.open(f"/wall?{PERIOD}&lang=en").still()
    expect(page.locator(".note-words")).to_contain_text("Road works")
    expect(page.locator("svg polygon.note")).to_have_count(1)
    assert page.query_selector(".saved-link") is None
    figures.open(f"/?{PERIOD}&lang=en&as_of=2026-11-20T08:00").still()
    expect(page.locator(".note-mark")).to_have_count(0)
    assert figures.troubles == []
