/* The pointer over marks that are drawn on a canvas: what is shown of the one under it, and what a click does. Where there
   is no mark, pointer and clicks are the map's. */

/** @import { Mark } from "./mark.js" */
/** @typedef {(point: L.Point) => Mark | null} Hit the mark at a point of the container */
/** @typedef {{ add: (hit: Hit) => void, drop: (hit: Hit) => void }} MarkPointer */

import { isWall } from "../../core/document.js";
import { around } from "../../core/elements.js";
import { hoverBox } from "../hover.js";

const STILL = 5; // pixels that a click may move
/** @type {WeakMap<L.Map, MarkPointer>} */
const pointers = new WeakMap();

/**
 * The pointer of a map, the same for all its mark layers.
 * @param {L.Map} map
 */
export function markPointer(map) {
  const pointer = pointers.get(map) ?? makePointer(map);
  pointers.set(map, pointer);
  return pointer;
}

/**
 * @param {L.Map} map
 * @returns {MarkPointer}
 */
function makePointer(map) {
  const container = map.getContainer();
  /** @type {Hit[]} */
  const hits = [];
  const hover = hoverBox(container);
  hover.box.classList.add("mark-hover");
  /** @type {L.Point | null} */
  let pressed = null;

  const place = (/** @type {MouseEvent} */ event) => map.mouseEventToContainerPoint(event);

  /** @param {MouseEvent} event */
  function find(event) {
    if (around(event, "button, a, .leaflet-control")) return undefined;
    return hits.map((hit) => hit(place(event))).find((mark) => mark !== null);
  }

  function leave() {
    container.classList.remove("on-mark");
    hover.hide();
  }

  /**
   * @param {MouseEvent} event
   * @param {Mark} mark
   */
  function describe(event, mark) {
    event.stopPropagation();
    container.classList.add("on-mark");
    hover.show(event, mark.lines);
  }

  /** @param {MouseEvent} event */
  function move(event) {
    if (event.buttons) return;
    const mark = find(event);
    if (mark) describe(event, mark);
    else if (container.classList.contains("on-mark")) leave();
  }

  /** @param {MouseEvent} event */
  function click(event) {
    const hasMoved = pressed && pressed.distanceTo(place(event)) > STILL;
    const mark = hasMoved ? undefined : find(event);
    if (!mark) return;
    describe(event, mark);
    if (mark.opens && !isWall()) map.setView(mark.at, map.getZoom() + mark.opens, { animate: false });
  }

  container.addEventListener("mousemove", move, true);
  container.addEventListener("mouseover", move, true);
  container.addEventListener("mouseleave", leave);
  container.addEventListener("mousedown", (event) => (pressed = place(event)), true);
  container.addEventListener("click", click, true);
  map.on("movestart zoomstart", leave);
  return {
    add: (hit) => void (hits.includes(hit) || hits.unshift(hit)),
    drop: (hit) => {
      if (hits.includes(hit)) hits.splice(hits.indexOf(hit), 1);
      leave();
    },
  };
}
