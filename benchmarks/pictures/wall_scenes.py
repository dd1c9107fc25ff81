"""Pictures of every scene of the wall: whole at three sizes, as the back row sees them, and all of them on one sheet.

python -m benchmarks.pictures.wall_scenes FOLDER [--server http://127.0.0.1:8050] [--only overview,cross] [--readme]

A row of seats that reads the smallest text of a wall (2 % of its height) at 16 arcminutes sees 8 arcminutes as one
point where the picture is made so small that 8 arcminutes are one pixel: what is still told apart there is told apart
by everybody in the room.
"""

from __future__ import annotations

import argparse
import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.chromium import chromium
from benchmarks.pictures.every_screen import SETTLED_MS, SIZES, TIME_LIMIT_MS, server_of_demo
from benchmarks.pictures.map_shots import FOLDER as README_FOLDER
from dashboard.exports.photograph import READY

WALL_SIZES = ("desk", "wide", "large")
SMALLEST_TEXT, SMALLEST_ARCMINUTES, SEEN_ARCMINUTES = 0.02, 16, 8
SHOWN_AGAIN = 6
"""So many times larger is a picture for the back row written, each of its pixels a square."""
SHEET_COLUMNS, SHEET_WIDE = 3, 1920
SHEET = """<style>body{margin:0;background:#07131f;width:%dpx;display:grid;grid-template-columns:repeat(%d,1fr);gap:6px}
img{width:100%%;display:block}</style>"""
SMALL = """async ([source, wide, times]) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const draw = (from, width, isSmooth) => {
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width);
    canvas.height = Math.round(width * from.height / from.width);
    const context = canvas.getContext("2d");
    context.imageSmoothingEnabled = isSmooth;
    context.imageSmoothingQuality = "high";
    context.drawImage(from, 0, 0, canvas.width, canvas.height);
    return canvas;
  };
  return draw(draw(image, wide, true), wide * times, false).toDataURL("image/png").split(",")[1];
}"""


@dataclass(frozen=True)
class ScenePicture:
    """A picture to take: the key of the scene, and the name of a size in SIZES."""

    scene: str
    size: str

    @property
    def name(self) -> str:
        return f"{self.scene}-{self.size}"


def scenes_shown(page: Page, server: str) -> list[str]:
    """The keys of the scenes that the wall of a server turns through, in their order."""
    page.goto(f"{server}/wall")
    page.wait_for_selector(READY, state="attached", timeout=TIME_LIMIT_MS)
    found = page.eval_on_selector(
        "[data-scenes]", "one => JSON.parse(one.dataset.scenes).scenes.filter((s) => s.is_due).map((s) => s.key)"
    )
    return [str(key) for key in found]


def take(browser: Browser, server: str, asked: ScenePicture, query: str) -> bytes:
    """A scene as the wall shows it, as PNG."""
    width, height = SIZES[asked.size]
    page = browser.new_page(viewport={"width": width, "height": height})
    try:
        page.goto(f"{server}/wall?{query}scene={asked.scene}")
        page.wait_for_selector(READY, state="attached", timeout=TIME_LIMIT_MS)
        page.wait_for_timeout(SETTLED_MS)
        return page.screenshot()
    finally:
        page.close()


def from_the_back_row(board: Page, picture: bytes, size: str) -> bytes:
    """A picture in which what lies within SEEN_ARCMINUTES of the back row is one square of a colour."""
    width, height = SIZES[size]
    seen = height * SMALLEST_TEXT / SMALLEST_ARCMINUTES * SEEN_ARCMINUTES
    source = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    return base64.b64decode(board.evaluate(SMALL, [source, width / seen, SHOWN_AGAIN]))


def sheet(board: Page, pictures: list[bytes]) -> bytes:
    """All pictures as one, as JPEG."""
    images = "".join(f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">' for one in pictures)
    board.set_content(SHEET % (SHEET_WIDE, SHEET_COLUMNS) + images)
    board.wait_for_timeout(SETTLED_MS)
    return board.locator("body").screenshot(type="jpeg", quality=72)


def taken(
    browser: Browser, server: str, scenes: list[str], sizes: list[str], query: str
) -> Iterator[tuple[ScenePicture, bytes]]:
    """All scenes at some sizes."""
    for size in sizes:
        for scene in scenes:
            asked = ScenePicture(scene, size)
            yield asked, take(browser, server, asked, query)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--server", help="the address of a running server; without: that of the demo city")
    parser.add_argument("--only", default="", help="keys of scenes, separated by commas; without: all that are due")
    parser.add_argument("--query", default="", help="what else stands in the address of the wall, such as lang=en")
    parser.add_argument("--sizes", default=",".join(WALL_SIZES), help="names of sizes, separated by commas")
    parser.add_argument("--readme", action="store_true", help="write the sheet among the README's pictures")
    options = parser.parse_args()
    server = options.server or server_of_demo()
    options.folder.mkdir(parents=True, exist_ok=True)
    query = f"{options.query}&" if options.query else ""
    with chromium(first=()) as browser:
        board = browser.new_page(viewport={"width": SHEET_WIDE, "height": 1080})
        scenes = [key for key in options.only.split(",") if key] or scenes_shown(board, server)
        on_sheet = []
        for asked, picture in taken(browser, server, scenes, options.sizes.split(","), query):
            (options.folder / f"{asked.name}.png").write_bytes(picture)
            back_row = from_the_back_row(board, picture, asked.size)
            (options.folder / f"{asked.name}-back-row.png").write_bytes(back_row)
            on_sheet += [picture] if asked.size == WALL_SIZES[0] else []
            print(asked.name, flush=True)
        (options.folder / "all-scenes.jpg").write_bytes(sheet(board, on_sheet))
        if options.readme:
            (README_FOLDER / "wall_scenes.jpg").write_bytes(sheet(board, on_sheet))


if __name__ == "__main__":
    main()
