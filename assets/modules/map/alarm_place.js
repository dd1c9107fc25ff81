/* The place of an alarm on the map: the outline of its area, or of the area that contains it, and a ring around the place. */

/** @typedef {{ areas: string[], at: [number, number] | null }} AlarmPlace
    areas: codes of the area and those that contain it, the nearest first; at: lat, lon in degrees WGS-84 */

import { element } from "../core/elements.js";
import { paneAt } from "./view.js";

const HEIGHT = 645; // above notes, below what opens
/** @type {AlarmPlace | null} */
let place = null;
/** @type {(() => void) | null} */
let refreshMap = null;

/**
 * Marks a place on the map of the page, also after the map was drawn anew; null: none any more.
 * @param {AlarmPlace | null} marked
 */
export function markAlarm(marked) {
  place = marked;
  refreshMap?.();
}

/**
 * The mark on a map: `refresh()` after its outlines were drawn.
 * @param {L.Map} map
 */
export function alarmPlace(map) {
  paneAt(map, "alarm", HEIGHT, false);
  const icon = L.divIcon({ className: "alarm-place", html: element("span", "alarm-ring"), iconSize: undefined });
  const ring = L.marker([0, 0], { icon, pane: "alarm", interactive: false, keyboard: false });
  let at = "";

  function refresh() {
    const paths = /** @type {SVGElement[]} */ ([...map.getContainer().querySelectorAll("path.area")]);
    const code = place?.areas.find((one) => paths.some(({ dataset }) => dataset.code === one));
    for (const path of paths) path.toggleAttribute("data-alarmed", code !== undefined && path.dataset.code === code);
    const wanted = String(place?.at ?? "");
    if (wanted === at) return;
    at = wanted;
    ring.remove();
    if (place?.at) ring.setLatLng(place.at).addTo(map);
  }

  refreshMap = refresh;
  map.on("unload", () => {
    if (refreshMap === refresh) refreshMap = null;
  });
  return { refresh };
}
