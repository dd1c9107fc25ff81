"""Pictures of every layer of the map at city, district, street and community level: one sheet of four for each layer.

make shots   # while `make run` serves the demo city
"""

from __future__ import annotations

import base64
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.chromium import chromium
from dashboard.commands import server_file
from dashboard.commands.city_folders import new_folder
from dashboard.settings import Settings
from geodata.areas.area_tree import Area, AreaTree
from geodata.areas.tree_file import read_tree

FOLDER = Path(__file__).parents[1] / "shots"
CITY = "demo"
READY = "html[data-ready='true']"
LAYERS = {
    "cells": "period=30d&level=micro_grid&layers=cells,labels",
    "heat": "layers=heat,labels",
    "points": "layers=points,labels",
    "units": "layers=units,labels",
    "devices": "layers=devices,labels",
    "special": "layers=cells,special,labels",
}
SETTLED_MS = 2500
SHEET = """<style>body{margin:0;background:#07131f;width:1920px;
display:grid;align-content:start;grid-template-columns:1fr 1fr;gap:8px}
img{width:100%;display:block}</style>"""


def levels(tree: AreaTree) -> list[Area]:
    """The city, then the district with most cells to the square kilometre, and in each likewise."""
    path = [tree.root]
    while len(path) < 4 and (children := tree.children(path[-1])):
        path.append(max(children, key=lambda area: (area.last_id - area.area_id) / area.area_km2))
    return path


def picture(page: Page, address: str) -> bytes:
    """The map and its legend as a screen shows them."""
    page.goto(address)
    page.wait_for_selector(READY, state="attached", timeout=60_000)
    page.wait_for_timeout(SETTLED_MS)
    return page.locator(".map-column").screenshot(type="jpeg", quality=82)


def sheet(page: Page, pictures: list[bytes]) -> bytes:
    """Four pictures as one."""
    images = "".join(f'<img src="data:image/jpeg;base64,{base64.b64encode(one).decode()}">' for one in pictures)
    page.set_content(SHEET + images)
    page.wait_for_timeout(300)
    return page.locator("body").screenshot(type="jpeg", quality=78)


def take() -> None:
    """All sheets, into benchmarks/shots/, from the demo city that is being served."""
    folder = new_folder(Settings(), CITY)
    address = server_file.running(folder)
    if address is None:
        raise SystemExit("The map's layers were not photographed: units and devices live while `make run` serves.")
    tree = read_tree(folder)
    FOLDER.mkdir(exist_ok=True)
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        board = browser.new_page(viewport={"width": 1920, "height": 1080})
        for layer, asked in LAYERS.items():
            pictures = [picture(page, f"{address.url}/?area={area.code}&{asked}") for area in levels(tree)]
            (FOLDER / f"map_{layer}.jpg").write_bytes(sheet(board, pictures))
            print(f"map layer {layer}: taken at {len(pictures)} levels", flush=True)


if __name__ == "__main__":
    take()
