"""WCAG 2.2 AA by axe: no screen has a violation in either theme. A contrast that axe leaves undecided (text over the
map, in a figure, over a bar) is decided by what is seen."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Screen

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "js/node_modules/axe-core/axe.min.js"
CONTRAST = Path(__file__).with_name("contrast.js")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Single letters and signs are text for those who read them: axe would leave both undecided.
STRICT = """() => axe.configure({
  checks: [{ id: "color-contrast", options: { ignoreLength: true, ignoreUnicode: false } }],
})"""
# A mark on the map stands where its cases lie, however close to others: an exception of WCAG 2.5.8; lists hold them.
RUN = """async (rules) => {
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations", "incomplete"] });
  const told = (results) => results.flatMap((rule) => rule.nodes.map((node) => ({
    rule: rule.id, target: node.target.join(" "), html: node.html.slice(0, 160), why: node.failureSummary,
  })));
  const isMark = (one) => one.rule === "target-size" && document.querySelector(one.target).matches("button[data-cell]");
  const contrasts = found.incomplete.filter((rule) => rule.id === "color-contrast");
  return [told(found.violations).filter((one) => !isMark(one)), told(contrasts)];
}"""
PAINTED = """(colours) => colours.map((colour, place) => {
  const text = document.createElement("p");
  text.id = `text-${place}`;
  text.textContent = "A text over a picture";
  text.style.cssText = `position: fixed; z-index: 9999; top: ${place * 50}px; left: 0; padding: 8px;
    color: ${colour}; background: linear-gradient(#404040, #404040)`;
  document.body.append(text);
  return `#${text.id}`;
})"""
CARDS = "/?number=open&case=hand/C3&layers=points,units,devices,special,heat,labels"
COMPARED = "/?period=30d&kpi=closed_on_time&compare=department"
PAGES = ("/", CARDS, COMPARED, "/wall", "/sources", "/load", "/dictionary")
IN_LIGHT = [pytest.param(path, "light", marks=[] if path == "/" else pytest.mark.soak) for path in PAGES]


def photograph(page: Page) -> str:
    return base64.b64encode(page.screenshot(full_page=True, scale="css")).decode()


def decided(page: Page, targets: list[str]) -> list[dict[str, Any]]:
    """The texts of these elements that are seen, each with its contrast and the one that it needs."""
    page.evaluate(CONTRAST.read_text(encoding="utf-8"))
    with_glyphs = photograph(page)
    page.evaluate("contrasts.showGlyphs(false)")
    without = photograph(page)
    page.evaluate("contrasts.showGlyphs(true)")
    found: list[dict[str, Any]] = page.evaluate("contrasts.measured", [targets, with_glyphs, without])
    return found


@pytest.mark.parametrize(("path", "theme"), [*((path, "dark") for path in PAGES), *IN_LIGHT])
def test_no_screen_has_a_barrier(request: pytest.FixtureRequest, path: str, theme: str) -> None:
    screen: Screen = request.getfixturevalue("figures" if path == "/" else "screen")
    page = screen.open(f"{path}{'&' if '?' in path else '?'}theme={theme}").still().page
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")  # what lies below is drawn when it is seen
    screen.still()
    assert AXE.is_file(), "axe-core is not there: `make javascript` installs it"
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(STRICT)
    rules = LEVELS if theme == "dark" else ["color-contrast"]  # the rest is the same in both
    violations, undecided = page.evaluate(RUN, rules)
    assert not violations, "\n".join(f"{one['target']} {one['why']}\n{one['html']}" for one in violations)
    texts = decided(page, [one["target"] for one in undecided])
    assert not [one for one in texts if one["contrast"] < one["needed"]]
    assert texts or not undecided


def test_what_is_seen_tells_enough_contrast_from_too_little(screen: Screen) -> None:
    screen.open("/dictionary").still()
    targets = screen.page.evaluate(PAINTED, ["#c0c0c0", "#909090", "#ffffff80", "transparent"])
    enough, too_little, half = decided(screen.page, targets)
    assert enough["contrast"] == pytest.approx(5.70, abs=0.05)  # (0.527 + 0.05) / (0.051 + 0.05)
    assert too_little["contrast"] == pytest.approx(3.25, abs=0.05)
    assert half["contrast"] == pytest.approx(3.96, abs=0.05)  # #a0a0a0 on #404040
