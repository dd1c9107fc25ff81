"""Photographs and prints of a screen: headless Chromium opens an address, waits for its ready signal, and takes it."""

import base64
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import TimeoutError as BrowserTimeout

from dashboard.errors import SnapRefused
from dashboard.exports.browser import INSTALL_FONT, WITHOUT_SUGGESTIONS, find_browser, require_chinese_font
from dashboard.exports.browser_limit import limited
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
WITHOUT_CONTROLS = "document.documentElement.toggleAttribute('data-without-controls', true)"
"""A picture in the theme of paper shows nothing that can only be pressed, as a print does."""
UNFOLDED = """() => {
  document.documentElement.toggleAttribute("data-unfolded", true);
  return document.documentElement.scrollHeight;
}"""
STILL = """() => {
  for (const moving of document.getAnimations()) {
    if (moving.effect?.getComputedTiming().endTime === Infinity) moving.cancel(); else moving.finish();
  }
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
"""What moves is at its end, or where it never ends at its beginning."""
PAPER_SCALE = 2.0
"""Device pixels for each CSS pixel of what a page draws as pixels, where it is printed."""
MOST_HEIGHT = 16_384
TAKING_S = 20.0
"""How long a page that is ready may take to be printed, beyond the limit until it is ready."""
WAITING_MS = 1000
"""How long a page that is not ready is asked what it waits for."""
NOTICED = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 600))))"""
"""Waits by the clock of the page until it has noticed what has come into view, and asked itself whether it is ready."""
DRAWS_CHINESE = Path(__file__).with_name("draws_chinese.js")


@dataclass(frozen=True)
class Photograph:
    """What to photograph: `size` in CSS pixels, `scale` device pixels for each; the ending of `out` is the format.
    as_seen: in the screen's own theme with its controls, of PDF its first window on one page; else as on paper."""

    url: str
    out: Path
    size: tuple[int, int]
    scale: float = 1.0
    time_limit_s: float = 60.0
    as_seen: bool = False

    @property
    def is_pdf(self) -> bool:
        return self.out.suffix.lower() == ".pdf"

    @property
    def is_printed(self) -> bool:
        """Whether it is laid out for pages, and not a picture of one window."""
        return self.is_pdf and not self.as_seen

    @property
    def address(self) -> str:
        """What the browser opens: in the theme of paper unless it is taken as seen."""
        if self.as_seen:
            return self.url
        parts = urlsplit(self.url)
        query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "theme"]
        return urlunsplit(parts._replace(query=urlencode([*query, ("theme", "paper")])))

    def viewport(self) -> tuple[int, int]:
        """The window in CSS pixels; of a PDF as seen as wide as asked and of A4's shape, so that nothing moves in
        print; of a print that of a page."""
        if self.is_printed:
            return round(A4_WIDTH), round(A4_HEIGHT)
        width, height = self.size
        return (width, int(width * A4_HEIGHT / A4_WIDTH)) if self.is_pdf else (width, height)


def snap(photograph: Photograph, settings: Settings, cookie: tuple[str, str] | None = None) -> None:
    """Writes the photograph: PNG of exactly size × scale pixels, or PDF (A4 landscape; tagged, with outline and as many
    pages as the screen needs, unless it is taken as seen). Raises SnapRefused.

    The browser has a profile of its own that goes with it, asks the origin of `url` alone (pictures also where the
    page's own policy lets them be asked for: the tiles of a map), and is killed when its time is over. `cookie` is name
    and value of the access cookie when the server has a token.
    """
    check(photograph)
    program = find_browser(settings)
    require_chinese_font()
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    over = None
    try:
        with sync_playwright() as playwright, limited(photograph.time_limit_s + TAKING_S) as over:
            browser = playwright.chromium.launch(executable_path=str(program), args=arguments)
            try:
                _take(browser, photograph, cookie)
            finally:
                browser.close()
    except BrowserError as error:
        if over is not None and over.is_set():
            limit = whole(photograph.time_limit_s + TAKING_S)
            raise SnapRefused(
                f"{photograph.url} was not taken within {limit} s: the browser no longer answered, and was ended."
            ) from error
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
    scale = max(photograph.scale, PAPER_SCALE) if photograph.is_printed else photograph.scale
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale, service_workers="block"
    )
    context.route(elsewhere(photograph.url), _refuse)
    if cookie:
        _give(context, photograph.url, cookie)
    page = context.new_page()
    open_address(page, photograph)
    if not page.evaluate(DRAWS_CHINESE.read_text(encoding="utf-8")):
        raise SnapRefused(INSTALL_FONT)
    part = photograph.out.with_name(f".{photograph.out.name}.part{photograph.out.suffix}")
    try:
        _write(page, photograph, part)
        part.replace(photograph.out)
    finally:
        part.unlink(missing_ok=True)


def _write(page: Page, photograph: Photograph, part: Path) -> None:
    if photograph.is_printed:
        _unfold(page, photograph)
        page.pdf(
            path=part,
            format="A4",
            landscape=True,
            prefer_css_page_size=True,
            print_background=True,
            tagged=True,
            outline=True,
        )
    elif photograph.is_pdf:
        scale = A4_WIDTH / photograph.viewport()[0]
        page.emulate_media(media="screen")
        page.pdf(path=part, format="A4", landscape=True, print_background=True, scale=scale, page_ranges="1")
    else:
        part.write_bytes(picture(page, photograph))


def picture(page: Page, photograph: Photograph) -> bytes:
    """The window as PNG. Asked of the browser itself, because only so it can be told to pack the picture lightly: that
    of a large wall takes it half the time."""
    page.evaluate(STILL)
    width, height = photograph.viewport()
    window = {"x": 0, "y": 0, "width": width, "height": height, "scale": photograph.scale}
    asked = {"format": "png", "optimizeForSpeed": True, "clip": window}
    return base64.b64decode(page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)["data"])


def _unfold(page: Page, photograph: Photograph) -> None:
    """Makes the window as high as the page, so that what is asked for when it comes into view is there."""
    height = min(page.evaluate(UNFOLDED), MOST_HEIGHT)
    page.set_viewport_size({"width": photograph.viewport()[0], "height": height})
    page.evaluate(NOTICED)
    page.wait_for_selector(READY, state="attached", timeout=photograph.time_limit_s * 1000)


def elsewhere(url: str) -> re.Pattern[str]:
    """Matches the addresses that are not of the origin of `url`. A pattern, because the driver of the browser can read
    it: a function would have each of the fifty files of a page wait for this process."""
    parts = urlsplit(url)
    own = (f"{parts.scheme}://{parts.netloc}/", "data:", "blob:")
    return re.compile(f"^(?!{'|'.join(map(re.escape, own))})")


def _refuse(route: Route) -> None:
    """Lets pictures pass, which the policy of the page has let pass before, and nothing else."""
    if route.request.resource_type == "image":
        route.continue_()
    else:
        route.abort("blockedbyclient")


def _give(context: BrowserContext, url: str, cookie: tuple[str, str]) -> None:
    parts = urlsplit(url)
    name, value = cookie
    context.add_cookies([{"name": name, "value": value, "url": f"{parts.scheme}://{parts.netloc}"}])


def open_address(page: Page, photograph: Photograph) -> None:
    """Opens what is to be photographed and waits until it is ready. Raises SnapRefused."""
    limit = photograph.time_limit_s * 1000
    try:
        answer = page.goto(photograph.address, wait_until="domcontentloaded", timeout=limit)
        if answer is not None and not answer.ok:
            message = page.inner_text("body", timeout=limit).strip().splitlines() or [""]
            raise SnapRefused(f"{photograph.url} answers {answer.status}: {message[0]}")
        if not photograph.is_printed:
            page.evaluate(PHOTOGRAPHED)
        if not photograph.as_seen:
            page.evaluate(WITHOUT_CONTROLS)
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
