/* Hot spots: hatched outlines of places with clearly more cases than usual; a click goes to the area that holds one.
   Data: /api/v1/map/hot_spots, which takes the server some time: asked again a minute later at the soonest. */

/** @import { HotSpotDrawn, HotSpotsDrawn, LayerButton } from "../../payloads.js" */
/** @import { Layer, LayerLegend, LayerMaker } from "./registry.js" */

import { answered } from "../../core/filtering/asking.js";
import { isWall } from "../../core/document.js";
import { element } from "../../core/elements.js";
import { go } from "../../core/navigation.js";
import { latestOnly } from "../../core/requests.js";
import { hoverBox } from "../hover.js";
import { legendClass } from "../legend.js";
import { paneAt } from "../view.js";

const AGAIN_S = 60;
const PATIENCE_MS = 400;
const STAMP = /&stamp=[^&]*?\.(-?\d+)([^&]*)/;

/**
 * Whether hot spots that were asked for at one address can stay at another: the same question less than a minute later.
 * @param {string} before
 * @param {string} now
 */
export function canStay(before, now) {
  const [first, second] = [STAMP.exec(before), STAMP.exec(now)];
  if (!first || !second || first[2] !== second[2]) return before === now;
  const isSame = before.replace(STAMP, "") === now.replace(STAMP, "");
  return isSame && Math.abs(Number(second[1]) - Number(first[1])) < AGAIN_S;
}

/** @implements {Layer} */
class HotSpotsLayer {
  #map;
  #legend;
  #hover;
  /** @type {(address: string) => Promise<HotSpotsDrawn | undefined>} */
  #ask = latestOnly();
  /** @type {L.FeatureGroup | null} */
  #outlines = null;
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
    paneAt(map, "hot-spots", 410);
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
    this.#map.getContainer().dataset.hotSpots = String(found.total);
  }

  hide() {
    if (!this.#asked) return;
    window.clearTimeout(this.#waiting);
    this.#clear();
    this.#asked = "";
    delete this.#map.getContainer().dataset.hotSpots;
  }

  #clear() {
    this.#hover.hide();
    this.#outlines?.remove();
    this.#outlines = null;
    this.#drawn = "";
  }

  /**
   * The new outlines in place of the old in one turn; where nothing changed they stay.
   * @param {HotSpotDrawn[]} spots
   */
  #draw(spots) {
    const drawn = JSON.stringify(spots);
    if (drawn === this.#drawn) return;
    const next = L.featureGroup();
    for (const spot of spots) {
      const onEachFeature = (/** @type {unknown} */ _, /** @type {L.Layer} */ part) =>
        this.#bind(spot, /** @type {L.Path} */ (part));
      const style = { pane: "hot-spots", className: "hot-spot", onEachFeature };
      L.geoJSON(spot.outline, style).addTo(next);
    }
    next.addTo(this.#map);
    this.#clear();
    this.#outlines = next;
    this.#drawn = drawn;
  }

  /**
   * @param {HotSpotDrawn} spot
   * @param {L.Path} part
   */
  #bind({ code, said, href, number }, part) {
    const show = (/** @type {L.LeafletMouseEvent} */ { originalEvent }) => this.#hover.show(originalEvent, () => [said]);
    part.on({ mouseover: show, mousemove: show });
    part.on("mouseout", this.#hover.hide);
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
}

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
export const hotSpotsLayer = (map, legend) => new HotSpotsLayer(map, legend);
