/* Spots where the same comes back, a mark each: the number of its cases, a disc that is the fuller the longer it lasts, and
   a broken line where all are closed. A click lists its cases. Data: /api/v1/map/repeat_spots, found anew once an hour. */

/** @import { LayerButton, RepeatSpotDrawn, RepeatSpotsDrawn } from "../../payloads.js" */
/** @import { Layer, LayerLegend, LayerMaker } from "./registry.js" */

import { isWall } from "../../core/document.js";
import { button, element } from "../../core/elements.js";
import { go } from "../../core/navigation.js";
import { whole } from "../../core/numbers.js";
import { latestOnly } from "../../core/requests.js";
import { hoverBox } from "../hover.js";
import { paneAt } from "../view.js";
import { canStay } from "./hot_spots.js";

const PATIENCE_MS = 400;

/**
 * The disc of a length: `quarters` of it, 1 to 4, are filled.
 * @param {number} quarters
 */
function disc(quarters) {
  const made = element("i", "spot-disc");
  made.dataset.quarters = String(quarters);
  return made;
}

/** @implements {Layer} */
class RepeatSpotsLayer {
  #map;
  #legend;
  #hover;
  /** @type {(address: string) => Promise<RepeatSpotsDrawn | undefined>} */
  #ask = latestOnly();
  #marks = L.layerGroup();
  #asked = "";
  #drawn = "";
  #waiting = 0;

  /**
   * @param {L.Map} map
   * @param {LayerLegend} legend
   */
  constructor(map, legend) {
    this.#map = map;
    this.#legend = legend;
    this.#hover = hoverBox(map.getContainer());
    paneAt(map, "repeat-spots", 625);
  }

  /** @param {LayerButton} state */
  async show({ data }) {
    const address = `${data}&lang=${document.documentElement.lang}`;
    if (canStay(this.#asked, address)) return;
    this.#asked = address;
    window.clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(() => this.#legend.showComputing(), PATIENCE_MS);
    const found = await this.#ask(address).catch((/** @type {Error} */ failure) => failure);
    if (found === undefined || this.#asked !== address) return;
    window.clearTimeout(this.#waiting);
    if (found instanceof Error) return this.#legend.showMissed(String(found.cause ?? ""));
    this.#legend.write(legendParts(found));
    this.#draw(found.spots);
    this.#map.getContainer().dataset.repeatSpots = String(found.total);
  }

  hide() {
    if (!this.#asked) return;
    window.clearTimeout(this.#waiting);
    this.#hover.hide();
    this.#marks.clearLayers();
    this.#marks.remove();
    this.#asked = this.#drawn = "";
    delete this.#map.getContainer().dataset.repeatSpots;
  }

  /**
   * The new marks in place of the old, the longest on top; where nothing changed they stay.
   * @param {RepeatSpotDrawn[]} spots
   */
  #draw(spots) {
    const drawn = JSON.stringify(spots);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#hover.hide();
    this.#marks.clearLayers();
    spots.forEach((spot, place) => {
      const icon = L.divIcon({ className: "repeat-spot", html: this.#mark(spot), iconSize: undefined });
      const options = { icon, pane: "repeat-spots", interactive: false, keyboard: false, zIndexOffset: -place * 1000 };
      this.#marks.addLayer(L.marker([spot.lat, spot.lon], options));
    });
    this.#marks.addTo(this.#map);
  }

  /** @param {RepeatSpotDrawn} spot */
  #mark({ name, n, open, quarters, said, href }) {
    const made = isWall() ? element("span") : button("", "", () => go(href));
    made.classList.toggle("closed", !open);
    made.dataset.repeatSpot = name;
    made.append(disc(quarters), whole(n));
    if (made instanceof HTMLButtonElement) made.setAttribute("aria-label", said.join(" · "));
    const show = (/** @type {MouseEvent} */ event) => this.#hover.show(event, () => said);
    made.addEventListener("mouseenter", show);
    made.addEventListener("mousemove", show);
    made.addEventListener("mouseleave", this.#hover.hide);
    L.DomEvent.disableClickPropagation(made);
    return made;
  }
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
export const repeatSpotsLayer = (map, legend) => new RepeatSpotsLayer(map, legend);
