/* Lists of rows from the JSON of a `data-list` attribute. One Dash component a list instead of six a row: each component
   costs the page something at every refresh. */

/** @import { ListRow } from "../payloads.js" */

import { isWall } from "../core/document.js";
import { find, findAll, rem } from "../core/elements.js";
import { watchJson } from "../core/watch.js";
import { writeRows } from "./list_rows.js";

const PAGE_S = 10; // a page of a list on a wall, where the wall says nothing else
const NEAR = 2; // pixels that a row may be cut and still count as seen
/** @type {WeakSet<Element>} */
const followed = new WeakSet();
/** @type {ResizeObserver} */
let sizes;

/** @type {WeakMap<HTMLElement, number>} */
const lengths = new WeakMap();
/** @type {WeakMap<HTMLElement, number>} pages turned so far, of the places whose lists are longer than they are high */
const turned = new WeakMap();

/**
 * A list of another length is observed anew: the observer then reports it once the frame has been laid out, when measuring
 * costs nothing, though its size may be the same.
 * @param {ListRow[]} rows
 * @param {HTMLElement} list
 */
function draw(rows, list) {
  writeRows(list, rows);
  const place = /** @type {HTMLElement | null} */ (list.closest(".scroll"));
  if (!place) return;
  follow(place);
  if (lengths.get(list) === rows.length) return;
  lengths.set(list, rows.length);
  sizes.unobserve(list);
  sizes.observe(list);
}

/** @param {HTMLElement} place */
function follow(place) {
  if (followed.has(place)) return;
  followed.add(place);
  sizes.observe(place);
  place.addEventListener("scroll", () => showRange(place, rangeIn(place)), { passive: true });
}

/**
 * Rows of all lists in their places. First everything is written, then everything read, so that the page is laid out once.
 * @param {HTMLElement[]} places
 */
function arrange(places) {
  const rooms = isWall() ? places.map(roomIn) : [];
  places.forEach((place, index) => fit(place, rooms[index] ?? Infinity));
  const ranges = places.map(rangeIn);
  places.forEach((place, index) => showRange(place, ranges[index]));
}

/**
 * A wall, which nobody scrolls, shows whole rows only; on a phone its lists are scrolled.
 * @param {HTMLElement} place
 */
function roomIn(place) {
  const list = find("ol", place);
  if (!list || getComputedStyle(place).overflowY !== "hidden") return Infinity;
  const row = parseFloat(getComputedStyle(list).getPropertyValue("--row")) * rem();
  const notes = [...place.children].filter((child) => child !== list && child.tagName !== "OL");
  const taken = notes.reduce((sum, note) => sum + /** @type {HTMLElement} */ (note).offsetHeight, 0);
  return Math.floor((place.clientHeight - taken) / row + 0.01);
}

/**
 * @param {HTMLElement} place
 * @param {number} room rows
 */
function fit(place, room) {
  for (const list of findAll("ol", place)) {
    const { length } = list.children;
    const shown = evenly(length, room);
    const first = shown * pageOf(place, length, room);
    const isOff = (/** @type {number} */ index) => index < first || index >= first + shown;
    [...list.children].forEach((item, index) => item.toggleAttribute("hidden", isOff(index)));
    const rows = String(Math.min(shown, length));
    if (list.style.getPropertyValue("--rows") !== rows) list.style.setProperty("--rows", rows);
  }
}

/**
 * How many rows of a list are shown at a time: as many on each page, so that none holds a row alone.
 * @param {number} length
 * @param {number} room rows
 */
const evenly = (length, room) => (room > 0 && room < length ? Math.ceil(length / Math.ceil(length / room)) : room);

/**
 * Which page of a list is shown: 0 of one that has room.
 * @param {HTMLElement} place
 * @param {number} length
 * @param {number} room rows
 */
function pageOf(place, length, room) {
  const pages = room > 0 && room < length ? Math.ceil(length / room) : 1;
  return (turned.get(place) ?? 0) % pages;
}

/* The lists that are longer than their place go on by a page. */
function turnPages() {
  const seconds = Number(document.documentElement.dataset.pageSeconds) || PAGE_S;
  window.setTimeout(turnPages, 1000 * seconds);
  if (!isWall() || document.hidden) return;
  const places = findAll(".scroll[data-range]").filter((place) => getComputedStyle(place).overflowY === "hidden");
  for (const place of places) turned.set(place, (turned.get(place) ?? 0) + 1);
  arrange(places);
}

/**
 * Which rows are in sight, "1–11 / 16"; empty where all are.
 * @param {HTMLElement} place
 */
function rangeIn(place) {
  const items = findAll("li", place);
  const frame = place.getBoundingClientRect();
  const seen = items.flatMap((item, index) => {
    const box = item.getBoundingClientRect();
    return box.height && box.top > frame.top - NEAR && box.bottom < frame.bottom + NEAR ? [index + 1] : [];
  });
  const hasAll = !seen.length || seen.length === items.length;
  return hasAll ? "" : `${seen[0]}–${seen[seen.length - 1]} / ${items.length}`;
}

/**
 * @param {HTMLElement} place
 * @param {string} range
 */
function showRange(place, range) {
  if (range === (place.dataset.range || "")) return;
  if (range) place.dataset.range = range;
  else delete place.dataset.range;
}

export function startLists() {
  sizes = new ResizeObserver((entries) => {
    const places = entries.map(({ target }) => /** @type {HTMLElement | null} */ (target.closest(".scroll")));
    arrange([...new Set(places)].filter((place) => place !== null));
  });
  watchJson("data-list", draw);
  window.setTimeout(turnPages, 1000 * PAGE_S);
}
