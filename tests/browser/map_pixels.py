"""What the map has painted: pixels of its cell tiles by place on the page, and the shades they should have."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
from playwright.sync_api import Page

Pixel = tuple[int, int, int, int]
AT = """(points) => points.map(([x, y]) => {
  let found = null;
  for (const one of document.querySelectorAll(".leaflet-cells-pane canvas.leaflet-tile-loaded")) {
    const box = one.getBoundingClientRect();
    if (!one.width || x < box.left || x >= box.right || y < box.top || y >= box.bottom) continue;
    const [column, row] = [(x - box.left) / box.width, (y - box.top) / box.height];
    const pixel = one.getContext("2d").getImageData(Math.floor(column * one.width), Math.floor(row * one.height), 1, 1);
    if (!found || pixel.data[3] > found[3]) found = [...pixel.data];
  }
  return found;
})"""
WATCH = (
    "(points) => { const at = "
    + AT
    + """; window.frames_seen = 0; window.holes = [];
  const mine = (window.watching = {});
  const look = () => {
    if (window.watching !== mine) return;
    window.frames_seen += 1;
    at(points).forEach((pixel, place) => (!pixel || !pixel[3]) && window.holes.push([place, window.frames_seen]));
    requestAnimationFrame(look);
  };
  look();
}"""
)


def pixels(page: Page, points: list[tuple[float, float]]) -> list[Pixel | None]:
    """The painted pixel (r, g, b, a) at places of the page; None where no tile is."""
    return [tuple(pixel) if pixel else None for pixel in page.evaluate(AT, points)]


def watch(page: Page, points: list[tuple[float, float]]) -> None:
    """Looks at these places in every frame from now on, until `holes` asks."""
    page.evaluate(WATCH, points)


def holes(page: Page) -> tuple[int, list[Any]]:
    """How many frames were looked at, and (place, frame) wherever nothing was painted."""
    found = page.evaluate("[window.frames_seen, window.holes]")
    page.evaluate("window.watching = null")
    return found[0], found[1]


def middles(page: Page) -> dict[str, tuple[float, float]]:
    """The middle of every outline on the page, by code: outlines here are boxes."""
    boxes = page.eval_on_selector_all(
        "path.area",
        "all => all.map(one => [one.dataset.code, one.getBoundingClientRect()]).map(([c, b]) =>"
        " [c, b.left + 0.31 * b.width, b.top + 0.37 * b.height])",
    )
    return {code: (x, y) for code, x, y in boxes}


def colour(page: Page, name: str) -> tuple[int, int, int]:
    """A colour of the style sheet."""
    text = page.evaluate("name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()", name)
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def shades(page: Page, level: int) -> list[int]:
    """The table that the server gives for a level, for the screen as it is now."""
    painted = json.loads(page.get_attribute("[data-map]", "data-map") or "")
    address = page.url.split("/", 3)
    body = page.request.get(f"{address[0]}//{address[2]}{painted['cells']['values']}&level={level}").json()
    table: list[int] = np.frombuffer(base64.b64decode(body["shades"]), np.uint8).tolist()
    return table


def expected(page: Page, shade: int) -> set[tuple[int, int, int]]:
    """Colours that an area of this shade may show: two where it is hatched."""
    return {colour(page, f"--shade-{shade}")} if shade < 6 else {colour(page, "--panel"), colour(page, "--unknown")}
