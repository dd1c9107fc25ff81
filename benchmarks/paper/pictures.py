"""The README's sheet of briefings: pages of the weekly one, of a district, of the Thursday meeting, to supervision.

python -m benchmarks.paper.pictures FOLDER [--server http://127.0.0.1:8050] [--area 410105000000] [--readme]
"""

from __future__ import annotations

import argparse
import base64
from pathlib import Path

import httpx
from playwright.sync_api import Page

from benchmarks.chromium import chromium
from benchmarks.pictures.every_screen import SETTLED_MS, server_of_demo
from benchmarks.pictures.map_shots import FOLDER as README_FOLDER

PAGES = (("weekly", 1), ("weekly", 2), ("weekly", 3), ("district", 1), ("thursday", 1), ("supervision", 1))
SCALE, TIME_LIMIT_S = 1.5, 120
SHEET_COLUMNS, SHEET_WIDE = 3, 1920
SHEET = """<style>body{margin:0;background:#c3ced8;width:%dpx;display:grid;grid-template-columns:repeat(%d,1fr);gap:8px}
img{width:100%%;display:block}</style>"""


def page_of(client: httpx.Client, key: str, number: int, area: str) -> bytes:
    """A page of a briefing as PNG."""
    body = {"briefing": key, "format": "png", "scale": SCALE, "page": number}
    answer = client.post("/api/v1/briefings", json=body | ({"area": area} if key == "district" else {}))
    answer.raise_for_status()
    return answer.content


def sheet(board: Page, pictures: list[bytes]) -> bytes:
    """All pages as one picture, as JPEG."""
    images = "".join(f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">' for one in pictures)
    board.set_content(SHEET % (SHEET_WIDE, SHEET_COLUMNS) + images)
    board.wait_for_timeout(SETTLED_MS)
    return board.locator("body").screenshot(type="jpeg", quality=78)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--server", help="the address of a running server; without: that of the demo city")
    parser.add_argument("--area", default="410105000000", help="the district of the district's briefing")
    parser.add_argument("--readme", action="store_true", help="write the sheet among the README's pictures")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    with httpx.Client(base_url=options.server or server_of_demo(), timeout=TIME_LIMIT_S) as client:
        for key, number in PAGES:
            pictures.append(page_of(client, key, number, options.area))
            (options.folder / f"{key}-{number}.png").write_bytes(pictures[-1])
    with chromium(first=()) as browser:
        made = sheet(browser.new_page(viewport={"width": SHEET_WIDE, "height": 1080}), pictures)
    (options.folder / "all-briefings.jpg").write_bytes(made)
    if options.readme:
        (README_FOLDER / "briefings.jpg").write_bytes(made)


if __name__ == "__main__":
    main()
