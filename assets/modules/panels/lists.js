/* Lists of rows from the JSON of a `data-list` attribute. One Dash component a list instead of six a row: each component
   costs the page something at every refresh. */

/** @import { ListRow } from "../payloads.js" */

import { isWall } from "../core/document.js";
import { findAll, rem } from "../core/elements.js";
import { watchJson } from "../core/watch.js";
import { writeRows } from "./list_rows.js";

const NEAR = 2; // pixels that a row may be cut and still count as seen
/** @type {WeakSet<Element>} */
const followed = new WeakSet();
/** @type {ResizeObserver} */
let sizes;

/**
 * @param {ListRow[]} rows
 * @param {HTMLElement} list
 */
function draw(rows, list) {
  writeRows(list, rows);
  const place = /** @type {HTMLElement | null} */ (list.closest(".scroll"));
  if (!place) return;
  follow(place);
  arrange(place);
}

/** @param {HTMLElement} place */
function follow(place) {
  if (followed.has(place)) return;
  followed.add(place);
  sizes.observe(place);
  place.addEventListener("scroll", () => showRange(place), { passive: true });
}

/**
 * A wall, which nobody scrolls, shows whole rows only.
 * @param {HTMLElement} place
 */
function arrange(place) {
  let room = Infinity;
  for (const list of findAll("ol", place)) {
    const row = parseFloat(getComputedStyle(list).getPropertyValue("--row")) * rem();
    if (isWall()) room = Math.floor(place.clientHeight / row + 0.01);
    [...list.children].forEach((item, index) => item.toggleAttribute("hidden", index >= room));
    list.style.setProperty("--rows", String(Math.min(room, list.children.length)));
  }
  showRange(place);
}

/**
 * Which rows are in sight, "1–11 / 16", where not all are.
 * @param {HTMLElement} place
 */
function showRange(place) {
  const items = findAll("li", place);
  const frame = place.getBoundingClientRect();
  const seen = items.flatMap((item, index) => {
    const box = item.getBoundingClientRect();
    return box.height && box.top > frame.top - NEAR && box.bottom < frame.bottom + NEAR ? [index + 1] : [];
  });
  const hasAll = !seen.length || seen.length === items.length;
  const range = hasAll ? "" : `${seen[0]}–${seen[seen.length - 1]} / ${items.length}`;
  if (range === (place.dataset.range || "")) return;
  if (range) place.dataset.range = range;
  else delete place.dataset.range;
}

export function startLists() {
  sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => arrange(/** @type {HTMLElement} */ (target))));
  watchJson("data-list", draw);
}
