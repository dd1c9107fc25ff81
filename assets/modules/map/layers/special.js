/* Special grids: outlines of those in sight, names of the key ones. A click chooses one, with Shift it is compared with
   those chosen already (special_comparison.js). Data: /api/v1/map/special. */

/** @import { LayerButton, SpecialAnswer, SpecialGrid } from "../../payloads.js" */
/** @import { Layer, LayerLegend, LayerMaker } from "./registry.js" */

import { isWall } from "../../core/document.js";
import { element, findAll } from "../../core/elements.js";
import { go } from "../../core/navigation.js";
import { latestOnly } from "../../core/requests.js";
import { hoverBox } from "../hover.js";
import { boxInSight, paneAt } from "../view.js";
import { SpecialComparison } from "./special_comparison.js";

const PADDED = 0.15;
const REST_MS = 120;
const GAP = 2; // pixels between two names
const CLOSE_UP = 16; // zoom
const SPACE = 80; // pixels around a grid that the view goes to
let wish = "";

/**
 * The view goes to this special grid once it is chosen.
 * @param {string} code
 */
export const flyToSpecial = (code) => (wish = code);

/** @implements {Layer} */
class SpecialLayer {
  #map;
  #legend;
  #labels = L.layerGroup();
  #hover;
  #comparison = new SpecialComparison();
  /** @type {(address: string) => Promise<SpecialAnswer | undefined>} */
  #ask = latestOnly();
  /** @type {L.FeatureGroup | null} */
  #outlines = null;
  /** @type {LayerButton | null} */
  #state = null;
  /** @type {SpecialAnswer | null} */
  #answer = null;
  #first = "";
  #drawn = "";
  #view = "";
  #waiting = 0;
  #wasClicked = false;

  /**
   * @param {L.Map} map
   * @param {LayerLegend} legend
   */
  constructor(map, legend) {
    this.#map = map;
    this.#legend = legend;
    this.#hover = hoverBox(map.getContainer());
    paneAt(map, "special", 420);
  }

  /** @param {LayerButton} state */
  show(state) {
    if (!this.#state) this.#map.on("moveend", this.#moved);
    this.#state = state;
    this.#refresh();
  }

  hide() {
    if (!this.#state) return;
    this.#state = this.#answer = null;
    window.clearTimeout(this.#waiting);
    this.#map.off("moveend", this.#moved);
    this.#hover.hide();
    this.#outlines?.remove();
    this.#outlines = null;
    this.#drawn = this.#view = this.#first = "";
    this.#labels.clearLayers();
    this.#labels.remove();
    this.#comparison.remove();
    delete this.#map.getContainer().dataset.special;
  }

  #moved = () => {
    window.clearTimeout(this.#waiting);
    this.#arrange();
    this.#waiting = window.setTimeout(() => this.#refresh(), REST_MS);
  };

  /* The same view of the same screen a moment later: nothing but the numbers compared can be new. */
  async #refresh() {
    window.clearTimeout(this.#waiting);
    if (!this.#state) return;
    const { sides } = boxInSight(this.#map, PADDED);
    const address = `${this.#state.data}&zoom=${this.#map.getZoom().toFixed(1)}&bbox=${sides}`;
    const view = address.replace(/&stamp=[^&]*/, "");
    const before = view === this.#view ? this.#answer : null;
    if (before && !before.compare) return;
    const found = await this.#ask(before ? `${address}&outlines=none` : address).catch(() => null);
    if (!this.#state || found === undefined) return;
    if (found === null) return this.#legend.showMissed();
    this.#answer = before ? { ...found, grids: before.grids } : found;
    this.#view = view;
    this.#write(this.#answer);
  }

  /** @param {SpecialAnswer} answer */
  #write(answer) {
    this.#legend.write(answer.legend.map((part) => element("span", "", part)));
    this.#draw(answer);
    this.#comparison.show(answer);
    this.#fly(answer);
    this.#arrange();
    this.#map.getContainer().dataset.special = String(answer.shown);
  }

  /**
   * @param {string} code
   * @param {boolean} isAdded beside those chosen already
   */
  #choose(code, isAdded) {
    const answer = this.#answer;
    if (!answer) return;
    this.#wasClicked = true;
    if (answer.chosen.includes(code)) return go(answer.without[code]);
    const link = isAdded && answer.add ? answer.add : answer.choose;
    go(link.replace(answer.place, encodeURIComponent(code)));
  }

  /**
   * @param {SpecialGrid} grid
   * @param {L.Path} part
   */
  #bind(grid, part) {
    const lines = () => [grid.kind, grid.name];
    const show = (/** @type {L.LeafletMouseEvent} */ { originalEvent }) => this.#hover.show(originalEvent, lines);
    part.on({ mouseover: show, mousemove: show });
    part.on("mouseout", this.#hover.hide);
    if (isWall()) return;
    part.on("click", (event) => {
      L.DomEvent.stop(event);
      this.#choose(grid.code, event.originalEvent.shiftKey);
    });
    part.on("add", () => {
      const path = /** @type {SVGElement} */ (part.getElement());
      path.setAttribute("role", "button");
      path.setAttribute("tabindex", "0");
      path.setAttribute("aria-label", `${grid.kind} ${grid.name}`);
      path.setAttribute("aria-pressed", String(this.#answer?.chosen.includes(grid.code)));
      path.dataset.special = grid.code;
      path.addEventListener("keydown", (event) => event.key === "Enter" && this.#choose(grid.code, event.shiftKey));
    });
  }

  /** @param {SpecialGrid} grid */
  #name(grid) {
    const centre = L.geoJSON(grid.outline).getBounds();
    const [lat, lng] = [(centre.getSouth() + centre.getNorth()) / 2, (centre.getWest() + centre.getEast()) / 2];
    const html = element("span", "special-label", grid.name);
    const icon = L.divIcon({ className: "special-name", html, iconSize: undefined });
    this.#labels.addLayer(L.marker([lat, lng], { icon, interactive: false, keyboard: false }));
  }

  /**
   * The new outlines in place of the old in one turn, so that nothing flickers.
   * @param {SpecialAnswer} answer
   */
  #draw({ chosen, grids }) {
    const drawn = JSON.stringify([chosen, grids.map((grid) => grid.code)]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#hover.hide();
    this.#labels.clearLayers();
    const next = L.featureGroup();
    for (const grid of [...grids].reverse()) {
      const place = chosen.indexOf(grid.code);
      const state = place === 0 ? "chosen" : place > 0 ? "compared" : "";
      const className = ["special", grid.key ? "key" : "", state].filter(Boolean).join(" ");
      const onEachFeature = (/** @type {unknown} */ _, /** @type {L.Layer} */ part) =>
        this.#bind(grid, /** @type {L.Path} */ (part));
      const style = { pane: "special", className, smoothFactor: 0.5, onEachFeature };
      L.geoJSON(grid.outline, style).addTo(next);
      if (grid.key || place >= 0) this.#name(grid);
    }
    next.addTo(this.#map);
    this.#outlines?.remove();
    this.#outlines = next;
    this.#labels.addTo(this.#map);
  }

  /* No name over another, nor over that of an area. */
  #arrange() {
    const container = this.#map.getContainer();
    const taken = findAll(".area-label:not(.hidden)", container).map((one) => one.getBoundingClientRect());
    for (const place of findAll(".special-label", container)) {
      place.classList.remove("hidden");
      const here = place.getBoundingClientRect();
      const isCovered = taken.some(
        (other) =>
          here.left < other.right + GAP &&
          other.left < here.right + GAP &&
          here.top < other.bottom &&
          other.top < here.bottom,
      );
      if (isCovered) place.classList.add("hidden");
      else taken.push(here);
    }
  }

  /**
   * To a special grid that was chosen elsewhere than on the map.
   * @param {SpecialAnswer} answer
   */
  #fly({ chosen, bounds }) {
    const code = chosen[0] || "";
    const isOther = code !== this.#first;
    this.#first = code;
    const moves = code && ((isOther && !this.#wasClicked) || wish === code);
    this.#wasClicked = false;
    wish = "";
    if (!moves || !bounds) return;
    const [west, south, east, north] = bounds;
    const options = /** @type {const} */ ({ animate: false, maxZoom: CLOSE_UP, padding: [SPACE, SPACE] });
    this.#map.fitBounds([[south, west], [north, east]], /** @type {L.FitBoundsOptions} */ (/** @type {unknown} */ (options)));
  }
}

/** @type {LayerMaker} */
export const specialLayer = (map, legend) => new SpecialLayer(map, legend);
