/* A new event pulses once at its point: rings in a layer of their own above the map, removed when they have faded. */

/** @import { NewestEvent } from "../payloads.js" */

import { element } from "../core/elements.js";
import { inSteps, isStill, STEP_MS } from "../core/motion.js";

const MOST = 40;
const LASTS_MS = 1600;
const GROWN = "scale(1)";
const STILL_FRAME = { opacity: 1, transform: "scale(0.5)" };
const GROWING = [
  { opacity: 0, transform: "scale(0.1)" },
  { opacity: 1, transform: "scale(0.1)", offset: 0.02, easing: "ease-out" },
  { opacity: 1, transform: GROWN, offset: 0.45 },
  { opacity: 0, transform: GROWN },
];

/** @type {((events: NewestEvent[]) => void) | null} */
let pulseOnMap = null;

/**
 * Pulses on the map of the page, where there is one: for events with a trusted point inside the view.
 * @param {NewestEvent[]} events
 */
export const pulse = (events) => pulseOnMap?.(events);

/**
 * The layer of rings of a map; `clear()` takes them away.
 * @param {L.Map} map
 */
export function addPulses(map) {
  const layer = map.getContainer().appendChild(element("div", "map-pulses"));
  layer.setAttribute("aria-hidden", "true");

  /**
   * @param {L.Point} point
   * @param {number} place
   */
  function ring(point, place) {
    const mark = layer.appendChild(element("span", "pulse"));
    mark.style.left = `${point.x}px`;
    mark.style.top = `${point.y}px`;
    const timing = { duration: LASTS_MS, delay: place * STEP_MS, easing: inSteps(LASTS_MS), fill: /** @type {const} */ ("both") };
    const motion = mark.animate(isStill() ? [STILL_FRAME, STILL_FRAME] : GROWING, timing);
    motion.onfinish = motion.oncancel = () => mark.remove();
  }

  pulseOnMap = (events) => {
    if (!layer.isConnected || document.hidden) return;
    const { x, y } = map.getSize();
    events
      .flatMap(({ lat, lon }) => (lat === null || lon === null ? [] : [map.latLngToContainerPoint([lat, lon])]))
      .filter((point) => point.x >= 0 && point.y >= 0 && point.x <= x && point.y <= y)
      .slice(0, Math.max(0, MOST - layer.childElementCount))
      .forEach(ring);
  };

  const clear = () => layer.replaceChildren();
  map.on("movestart zoomstart", clear);
  return { clear };
}
