/* Spots where the same comes back, a mark each: the number of its cases, a disc that is the fuller the longer it lasts, and
   a broken line where all are closed. A click lists its cases. Data: /api/v1/map/repeat_spots, found anew once an hour. */

/** @import { RepeatSpotDrawn, RepeatSpotsDrawn } from "../../payloads.js" */
/** @import { LayerMaker } from "./registry.js" */

import { isWall } from "../../core/document.js";
import { button, element } from "../../core/elements.js";
import { go } from "../../core/navigation.js";
import { whole } from "../../core/numbers.js";
import { hoverBox } from "../hover.js";
import { paneAt } from "../view.js";
import { SpotsLayer } from "./spots_layer.js";

/**
 * The disc of a length: `quarters` of it, 1 to 4, are filled.
 * @param {number} quarters
 */
function disc(quarters) {
  const made = element("i", "spot-disc");
  made.dataset.quarters = String(quarters);
  return made;
}

/** @param {RepeatSpotsDrawn} answer */
function legendParts({ spots, lasting, legend, notes }) {
  const line = (/** @type {string} */ text) => element("span", "", text);
  if (!spots.length) return [...legend, ...notes].map(line);
  const shown = lasting.map((words, place) => element("span", "legend-class", disc(place + 1), line(words)));
  const [title, ...others] = legend;
  const parts = [element("span", "layer-title", title), ...shown, ...others.map(line)];
  for (const part of parts) part.title = notes.join(" ");
  return parts;
}

/** @type {LayerMaker} */
export function repeatSpotsLayer(map, legend) {
  const hover = hoverBox(map.getContainer());
  const marks = L.layerGroup();
  paneAt(map, "repeat-spots", 625);

  function clear() {
    hover.hide();
    marks.clearLayers();
    marks.remove();
  }

  /**
   * The new marks in place of the old, the longest on top.
   * @param {RepeatSpotDrawn[]} spots
   */
  function draw(spots) {
    clear();
    spots.forEach((spot, place) => {
      const icon = L.divIcon({ className: "repeat-spot", html: mark(spot), iconSize: undefined });
      const options = { icon, pane: "repeat-spots", interactive: false, keyboard: false, zIndexOffset: -place * 1000 };
      marks.addLayer(L.marker([spot.lat, spot.lon], options));
    });
    marks.addTo(map);
  }

  /** @param {RepeatSpotDrawn} spot */
  function mark({ name, n, open, quarters, said, href }) {
    const made = isWall() ? element("span") : button("", "", () => go(href));
    made.classList.toggle("closed", !open);
    made.dataset.repeatSpot = name;
    made.append(disc(quarters), whole(n));
    if (made instanceof HTMLButtonElement) made.setAttribute("aria-label", said.join(" · "));
    const show = (/** @type {MouseEvent} */ event) => hover.show(event, () => said);
    made.addEventListener("mouseenter", show);
    made.addEventListener("mousemove", show);
    made.addEventListener("mouseleave", hover.hide);
    L.DomEvent.disableClickPropagation(made);
    return made;
  }

  return new SpotsLayer(map, legend, { figure: "repeatSpots", legend: legendParts, draw, clear });
}
