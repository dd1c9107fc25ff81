"""Photographs of a screen: headless Chromium opens an address, waits for its ready signal, and prints it."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import TimeoutError as BrowserTimeout

from dashboard.errors import SnapRefused
from dashboard.exports.browser import INSTALL_FONT, WITHOUT_SUGGESTIONS, find_browser, require_chinese_font
from dashboard.settings import Settings
from dashboard.words.numbers import whole

QUIET = (
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync",
    "--disable-domain-reliability", "--no-first-run", "--no-pings", "--metrics-recording-only", "--hide-scrollbars",
    "--force-color-profile=srgb", "--disable-dev-shm-usage", WITHOUT_SUGGESTIONS,
)  # fmt: skip
# A4 landscape in CSS pixels of 1/96 inch.
A4_WIDTH, A4_HEIGHT = 297 / 25.4 * 96, 210 / 25.4 * 96
READY = "html[data-ready='true']:is([data-figures='here'], [data-figures='waiting'], :not(:has([data-figure])))"
"""Figures of Plotly come after the first screen; a photograph waits for them where there are any."""
PHOTOGRAPHED = "document.documentElement.toggleAttribute('data-photographed', true)"
"""A photograph is the first screen alone: nobody scrolls it, so nothing looks in at its foot."""
WAITING_MS = 1000
"""How long a page that is not ready is asked what it waits for."""
DRAWS_CHINESE = Path(__file__).with_name("draws_chinese.js")


@dataclass(frozen=True)
class Photograph:
    """What to photograph: `size` in CSS pixels, `scale` device pixels for each; the ending of `out` is the format."""

    url: str
    out: Path
    size: tuple[int, int]
    scale: float = 1.0
    time_limit_s: float = 60.0

    @property
    def is_pdf(self) -> bool:
        return self.out.suffix.lower() == ".pdf"

    def viewport(self) -> tuple[int, int]:
        """The window in CSS pixels; for paper as wide as asked and of A4's shape, so that nothing moves in print."""
        width, height = self.size
        return (width, int(width * A4_HEIGHT / A4_WIDTH)) if self.is_pdf else (width, height)


def snap(photograph: Photograph, settings: Settings, cookie: tuple[str, str] | None = None) -> None:
    """Writes the photograph: PNG of exactly size × scale pixels, or one page of PDF (A4 landscape). Raises SnapRefused.

    `cookie` is name and value of the access cookie when the server has a token.
    """
    check(photograph)
    program = find_browser(settings)
    require_chinese_font()
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(program), args=arguments)
            try:
                _take(browser, photograph, cookie)
            finally:
                browser.close()
    except BrowserError as error:
        message = error.message.strip().splitlines()[0]
        raise SnapRefused(f"The browser {program} could not photograph {photograph.url}: {message}") from error


def check(photograph: Photograph) -> None:
    """Raises SnapRefused for a format or a size that cannot be had."""
    if photograph.out.suffix.lower() not in (".png", ".pdf"):
        raise SnapRefused(f"{photograph.out} is neither .png nor .pdf; choose one by the file's ending.")
    width, height = photograph.size
    if not (100 <= width <= 16_384 and 100 <= height <= 16_384):
        raise SnapRefused(f"{width}x{height} is no screen; each side may have 100 to 16384 pixels.")
    if not photograph.out.resolve().parent.is_dir():
        raise SnapRefused(f"There is no folder {photograph.out.resolve().parent}.")


def _take(browser: Browser, photograph: Photograph, cookie: tuple[str, str] | None) -> None:
    width, height = photograph.viewport()
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=photograph.scale, service_workers="block"
    )
    if cookie:
        _give(context, photograph.url, cookie)
    page = context.new_page()
    open_address(page, photograph)
    if not page.evaluate(DRAWS_CHINESE.read_text(encoding="utf-8")):
        raise SnapRefused(INSTALL_FONT)
    part = photograph.out.with_name(f".{photograph.out.name}.part{photograph.out.suffix}")
    if photograph.is_pdf:
        page.emulate_media(media="screen")
        page.pdf(path=part, format="A4", landscape=True, print_background=True, scale=A4_WIDTH / width, page_ranges="1")
    else:
        page.screenshot(path=part, full_page=False, animations="disabled", scale="device")
    part.replace(photograph.out)


def _give(context: BrowserContext, url: str, cookie: tuple[str, str]) -> None:
    parts = urlsplit(url)
    name, value = cookie
    context.add_cookies([{"name": name, "value": value, "url": f"{parts.scheme}://{parts.netloc}"}])


def open_address(page: Page, photograph: Photograph) -> None:
    """Opens what is to be photographed and waits until it is ready. Raises SnapRefused."""
    limit = photograph.time_limit_s * 1000
    try:
        answer = page.goto(photograph.url, wait_until="domcontentloaded", timeout=limit)
        if answer is not None and not answer.ok:
            message = page.inner_text("body", timeout=limit).strip().splitlines() or [""]
            raise SnapRefused(f"{photograph.url} answers {answer.status}: {message[0]}")
        page.evaluate(PHOTOGRAPHED)
        page.wait_for_selector(READY, state="attached", timeout=limit)
    except BrowserTimeout as error:
        raise SnapRefused(_not_ready(page, photograph)) from error


def _not_ready(page: Page, photograph: Photograph) -> str:
    """The sentence about a page that did not become ready, with what it still waits for: panels by their keys, map,
    tiles, fonts; the figures alone where all else is there."""
    try:
        waiting = page.locator("html").get_attribute("data-waiting", timeout=WAITING_MS)
    except BrowserError:
        waiting = None
    missing = "the page has not begun" if waiting is None else f"waiting for {waiting.replace(' ', ', ') or 'figures'}"
    return f"{photograph.url} was not ready within {whole(photograph.time_limit_s)} s ({missing})."
