"""An analyst at a screen: asks in words, clicks, counts the clicks, and keeps a picture of what was found."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Screen

MOST_CLICKS = 5
PICTURES = os.environ.get("YIPING_PICTURES")
"""Where the pictures are kept; without it they are written to a temporary folder."""


@dataclass
class Analyst:
    """clicks: since the last question; a press of Enter is one, typing is none."""

    screen: Screen
    pictures: Path
    clicks: int = 0

    @property
    def page(self) -> Page:
        return self.screen.page

    def begins(self, path: str = "/") -> Analyst:
        """A screen that is open, before anything is asked."""
        self.screen.open(path)
        self.clicks = 0
        return self

    def asks(self, words: str) -> Analyst:
        """In the search box: a click, the words, Enter."""
        self.clicks += 2
        self.page.click("#search-input")
        self.page.keyboard.type(words)
        expect(self.page.locator("[data-group='asked'] [aria-selected='true']")).to_be_visible()
        before = self.page.url
        self.page.keyboard.press("Enter")
        self.page.wait_for_function("before => location.href !== before", arg=before)
        self.screen.ready()
        return self

    def clicks_on(self, selector: str) -> Analyst:
        self.clicks += 1
        self.page.click(selector)
        self.screen.ready()
        return self

    def lists_by(self, sort: str) -> Analyst:
        """The list of the cases behind the chosen number, in an order: two clicks."""
        self.clicks_on("a.list-link")
        self.clicks_on(f".case-table [data-sort='{sort}']")
        expect(self.page.locator(f"th[aria-sort='descending'] [data-sort='{sort}']")).to_be_visible()
        return self

    def looks_at(self, selector: str) -> Locator:
        """What lies below is asked for when it is looked at."""
        self.page.locator(selector).scroll_into_view_if_needed()
        self.screen.ready()
        return self.page.locator(selector)

    def found(self, name: str) -> None:
        """The picture, and that it took no more clicks than it may."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self.pictures / f"{name}.png")
        assert self.clicks <= MOST_CLICKS
        assert self.screen.troubles == []

    def cells(self, rows: str) -> list[list[str]]:
        """The texts of the cells of rows of a table or list."""
        read = "all => all.map((row) => [...row.children].map((cell) => cell.textContent.trim()))"
        found: list[list[str]] = self.page.eval_on_selector_all(rows, read)
        return found
