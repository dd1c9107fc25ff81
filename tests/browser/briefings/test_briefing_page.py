"""The page of briefings as somebody uses it: pages are seen, another briefing and paper chosen, a file comes."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from dashboard.briefings.briefing_files import document_of
from dashboard.briefings.schedule.made_briefing import MadeBriefing, MadeFile
from dashboard.briefings.schedule.made_briefings import MadeBriefings, keep, made_briefings
from queries.city import City
from tests.browser.accessibility.test_accessibility import AXE, LEVELS, RUN, STRICT
from tests.browser.conftest import Screen
from tests.cities.little.cases import NOON

pytestmark = pytest.mark.browser
CONTROLS = ("下载", "16:9", "统计期", "上周", "English", "数据截至")
"""Choices, buttons and head of the screen; the pages themselves are drawn, but for the names on their maps."""
FULL = 5_000
"""Bytes of drawing; an empty sheet has some hundred."""
SEEN = """() => [...document.querySelectorAll(".briefing-sheet")].filter((one) => one.naturalWidth > 0).length"""


def pages_seen(page: Page) -> int:
    """How many pictures of pages have been drawn, once the first is there."""
    page.wait_for_function(f"() => ({SEEN})() > 0 && !document.querySelector('.briefing-pages[aria-busy]')")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    every = page.locator(".briefing-sheet").count()
    page.wait_for_function(f"(every) => ({SEEN})() === every", arg=every)
    return every


def printed(page: Page, size: tuple[float, float]) -> int:
    """How many sheets the browser's own print has: each of this size (millimetres) and full, none with a control."""
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages
    for sheet in sheets:
        assert [float(one) / 72 * 25.4 for one in sheet.mediabox[2:]] == pytest.approx(size, abs=0.5)
        drawn = sheet.get_contents()
        assert drawn is not None
        assert len(drawn.get_data()) > FULL
        text = sheet.extract_text()
        assert not [control for control in CONTROLS if control in text], text
    return len(sheets)


def test_a_briefing_is_seen_chosen_and_downloaded(screen: Screen, tmp_path: Path) -> None:
    page = screen.open("/briefing?period=7d").page
    assert pages_seen(page) >= 2
    page.get_by_role("link", name="城市运行周报").click()
    page.wait_for_selector("[data-briefing='weekly']")
    expect(page.locator(".briefing-own summary")).to_be_visible()
    every = pages_seen(page)
    assert every >= 3
    assert printed(page, (210, 297)) == every
    tall = page.locator(".briefing-sheet").first.bounding_box()
    page.get_by_role("link", name="16:9").click()
    page.wait_for_selector("[data-briefing-pages*='paper=slide']")
    assert pages_seen(page) == printed(page, (338.67, 190.5))
    wide = page.locator(".briefing-sheet").first.bounding_box()
    assert tall
    assert wide
    assert tall["height"] > tall["width"]
    assert wide["height"] < wide["width"]
    with page.expect_download() as coming:
        page.get_by_role("button", name="下载 PDF").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    document = document_of(file)
    assert (document["briefing"], file.suffix) == ("weekly", ".pdf")
    assert document["stamp"]["period_from"] in file.name
    expect(page.locator(".briefing-files [role=status]")).to_contain_text("已下载")
    assert screen.troubles == []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(STRICT)
    violations, _ = page.evaluate(RUN, LEVELS)
    assert not violations, violations


def test_a_briefing_that_cannot_be_had_says_why(screen: Screen) -> None:
    page = screen.open("/briefing?briefing=district&period=7d").page
    expect(page.locator("[data-panel='briefing'] .empty")).to_contain_text("请先选一个")
    page.route("**/api/v1/briefings/*/pages/1?*", lambda route: route.fulfill(status=503, body='{"sentence": "忙"}'))
    page.get_by_role("link", name="城市运行日报").click()
    expect(page.locator(".briefing-pages .empty")).to_have_text("忙")


def test_what_a_schedule_made_is_listed_and_downloaded(screen: Screen, city: City, tmp_path: Path) -> None:
    folder = city.ground.folder
    (folder / "monday.xlsx").write_bytes(b"a workbook")
    file = MadeFile("monday.xlsx", "xlsx", 10)
    made = MadeBriefing("monday", "weekly", NOON, NOON, NOON, state="done", who="local", made_at=NOON, files=(file,))
    made = replace(made, title="周一晨报", area="41", place="小城", period="2026-11-14 至 2026-11-20")
    keep(folder, MadeBriefings(made_briefings(folder).seen, (made,)))
    page = screen.open("/briefing?briefing=district").page  # of no district yet: nothing is typeset for it
    page.click(".briefing-sent summary")
    expect(page.locator(".briefing-sent li")).to_contain_text("周一晨报 · 小城 · 2026-11-14 至 2026-11-20")
    with page.expect_download() as coming:
        page.click(".briefing-sent a")
    coming.value.save_as(tmp_path / "saved.xlsx")
    assert (tmp_path / "saved.xlsx").read_bytes() == b"a workbook"
    assert screen.troubles == []
    page.route("**/api/v1/briefings?*", lambda route: route.abort())
    page.reload()
    expect(page.locator(".briefing-sent .empty")).to_contain_text("请刷新页面")
