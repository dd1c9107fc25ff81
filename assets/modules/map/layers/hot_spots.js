/* Hot spots: hatched outlines of places with clearly more cases than usual; a click goes to the area that holds one.
   Data: /api/v1/map/hot_spots. */

/** @import { HotSpotDrawn, HotSpotsDrawn } from "../../payloads.js" */
/** @import { LayerMaker } from "./registry.js" */

import { answered } from "../../core/filtering/asking.js";
import { isWall } from "../../core/document.js";
import { element } from "../../core/elements.js";
import { go } from "../../core/navigation.js";
import { hoverBox } from "../hover.js";
import { legendClass } from "../legend.js";
import { paneAt } from "../view.js";
import { SpotsLayer } from "./spots_layer.js";

/** @param {HotSpotsDrawn} answer */
function legendParts({ legend, notes }) {
  const line = (/** @type {string} */ text) => element("span", "", text);
  const [title, ...others] = legend;
  if (!title) return notes.map(line);
  const parts = [legendClass("hot-spot", title), ...others.map(line)];
  for (const part of parts) part.title = notes.join(" ");
  return parts;
}

/** @type {LayerMaker} */
export function hotSpotsLayer(map, legend) {
  const hover = hoverBox(map.getContainer());
  /** @type {L.FeatureGroup | null} */
  let outlines = null;
  paneAt(map, "hot-spots", 410);

  function clear() {
    hover.hide();
    outlines?.remove();
    outlines = null;
  }

  /**
   * The new outlines in place of the old in one turn.
   * @param {HotSpotDrawn[]} spots
   */
  function draw(spots) {
    const next = L.featureGroup();
    for (const spot of spots) {
      const onEachFeature = (/** @type {unknown} */ _, /** @type {L.Layer} */ part) =>
        bind(spot, /** @type {L.Path} */ (part));
      const style = { pane: "hot-spots", className: "hot-spot", onEachFeature };
      L.geoJSON(spot.outline, style).addTo(next);
    }
    next.addTo(map);
    clear();
    outlines = next;
  }

  /**
   * @param {HotSpotDrawn} spot
   * @param {L.Path} part
   */
  function bind({ code, said, href, number }, part) {
    const show = (/** @type {L.LeafletMouseEvent} */ { originalEvent }) => hover.show(originalEvent, () => [said]);
    part.on({ mouseover: show, mousemove: show });
    part.on("mouseout", hover.hide);
    if (isWall()) return;
    const choose = () => answered("map", number) || go(href);
    part.on("click", (event) => {
      L.DomEvent.stop(event);
      choose();
    });
    part.on("add", () => {
      const path = /** @type {SVGElement} */ (part.getElement());
      path.setAttribute("role", "link");
      path.setAttribute("tabindex", "0");
      path.setAttribute("aria-label", said);
      path.dataset.hotSpot = code;
      path.addEventListener("keydown", (event) => event.key === "Enter" && choose());
    });
  }

  return new SpotsLayer(map, legend, { figure: "hotSpots", legend: legendParts, draw, clear });
}
