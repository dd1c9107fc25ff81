/* Keyboard control of the map: arrows pan, + and - zoom, while nothing else on the page has the focus. Tab goes through the
   outlines, Enter opens one, Escape goes up (map.js). */

import { isWall } from "../core/document.js";
import { hasModifier } from "../core/keyboard.js";

const STEP = 0.15;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** @type {Record<string, number>} */
const ZOOMS = { "+": 1, "=": 1, "-": -1, _: -1 };

/** @param {L.Map} map */
export function addKeys(map) {
  const container = map.getContainer();

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (!container.isConnected) return document.removeEventListener("keydown", press);
    const isElsewhere = event.target !== document.body && !container.contains(/** @type {Node} */ (event.target));
    if (isElsewhere || event.defaultPrevented || hasModifier(event) || isWall()) return;
    if (ARROWS[event.key]) {
      const size = map.getSize();
      const [x, y] = ARROWS[event.key];
      map.panBy([x * STEP * size.x, y * STEP * size.y], { animate: false });
    } else if (ZOOMS[event.key]) {
      map.setZoom(map.getZoom() + ZOOMS[event.key] * (map.options.zoomDelta ?? 1), { animate: false });
    } else return;
    event.preventDefault();
  }

  document.addEventListener("keydown", press);
}
