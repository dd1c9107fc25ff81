/* The cases themselves: a button for every cluster with its exact count, a dot for a case alone. A cell keeps its
   button, so that a refresh changes numbers and nothing flickers; a click lists the cases (case_list.js). */

/** @import { LayerButton, PointsAnswer } from "../../payloads.js" */
/** @import { LayerMaker } from "./registry.js" */
/** @typedef {{ key: string, depth: number, x: number, y: number, n: number, point: L.LatLng }} Cell */
/** @typedef {{ button: HTMLButtonElement, marker: L.Marker }} Cluster */

import { parameters } from "../../core/config.js";
import { button, element, rem, setText } from "../../core/elements.js";
import { short, whole } from "../../core/numbers.js";
import { fill } from "../../core/sentences.js";
import { WORLD, insideCell, paneAt, viewParameters } from "../view.js";
import { caseList } from "../cases/case_list.js";
import { ViewLayer } from "./view_layer.js";

const PADDED = 0.1;
const DOT = 0.75; // rem
const [SMALLEST, GREATEST] = [1.5, 2.9];

/**
 * Across, in rem: one size more for each digit.
 * @param {number} n
 */
const across = (n) => (n === 1 ? DOT : Math.min(GREATEST, SMALLEST + 0.35 * (String(n).length - 1)));

/**
 * The middle of its cases, moved so far that the circle stays in its own cell: circles never cover each other.
 * @param {L.Map} map
 * @param {Cell} cell
 */
function placeOf(map, { depth, x, y, n, point }) {
  if (n === 1) return point;
  const zoom = map.getZoom();
  const side = (WORLD * 2 ** zoom) / 2 ** depth;
  const radius = (across(n) * rem()) / 2;
  const at = map.project(point, zoom);
  return map.unproject(L.point(insideCell(at.x, side, radius, x), insideCell(at.y, side, radius, y)), zoom);
}

/* What the cases are those of: the address without the card that is open. Another one makes an open list untrue. */
function casesAsked() {
  const search = new URLSearchParams(window.location.search);
  search.delete(parameters.case);
  return search.toString();
}

/**
 * Where the cases of a cell are listed.
 * @param {LayerButton} state
 * @param {string} cell
 * @param {string | null} known
 */
function listAddress(state, cell, known) {
  const [path, query] = (state.data ?? "").split("?");
  return `${path}/cases?${query}&${new URLSearchParams({ cell, known: known || "" })}`;
}

/** The clusters of a map as buttons, by their cell. */
class Clusters {
  #map;
  #open;
  /** @type {Map<string, Cluster>} */
  #clusters = new Map();

  /**
   * @param {L.Map} map
   * @param {(button: HTMLButtonElement) => void} open
   */
  constructor(map, open) {
    this.#map = map;
    this.#open = open;
  }

  /** @param {PointsAnswer} answer */
  draw(answer) {
    const seen = new Set();
    for (const [x, y, n, lon, lat] of answer.clusters) {
      const key = `${answer.depth}.${x}.${y}`;
      const cell = { key, depth: answer.depth, x, y, n, point: L.latLng(lat, lon) };
      const cluster = this.#clusters.get(key) ?? this.#make(cell);
      this.#clusters.set(key, cluster);
      this.#write(cluster, cell, answer);
      seen.add(key);
    }
    for (const [key, { marker }] of this.#clusters) {
      if (seen.has(key)) continue;
      marker.remove();
      this.#clusters.delete(key);
    }
  }

  clear() {
    this.#clusters.forEach(({ marker }) => marker.remove());
    this.#clusters.clear();
  }

  /**
   * @param {Cell} cell
   * @returns {Cluster}
   */
  #make(cell) {
    const made = button("", "", () => this.#open(made));
    const icon = L.divIcon({ className: "case-cluster", html: made, iconSize: undefined });
    const options = { icon, pane: "points", interactive: false, keyboard: false };
    const marker = L.marker(placeOf(this.#map, cell), options).addTo(this.#map);
    L.DomEvent.disableClickPropagation(made);
    return { button: made, marker };
  }

  /**
   * @param {Cluster} cluster
   * @param {Cell} cell
   * @param {PointsAnswer} answer
   */
  #write({ button: made, marker }, cell, { words, known }) {
    const { n, key } = cell;
    setText(made, n === 1 ? "" : short(n, document.documentElement.lang));
    made.classList.toggle("one", n === 1);
    made.style.width = made.style.height = `${across(n)}rem`;
    made.title = (n === 1 ? words.one : fill(words.cluster ?? "", { n: whole(n) })) ?? "";
    made.setAttribute("aria-label", made.title);
    Object.assign(made.dataset, { cell: key, n, known });
    marker.setLatLng(placeOf(this.#map, cell));
  }
}

/** @type {LayerMaker} */
export function pointsLayer(map, legend) {
  const pane = paneAt(map, "points", 620);
  const list = caseList(map);
  /** @type {LayerButton | null} */
  let shown = null;
  let question = "";
  const clusters = new Clusters(map, (from) => {
    const { cell = "", known = "", n } = from.dataset;
    if (shown) list.open(listAddress(shown, cell, known), from, Number(n) === 1);
  });

  /** @param {PointsAnswer} answer */
  function legendParts({ words, known }) {
    const parts = [words.title, words.total].filter(Boolean);
    const texts = parts.map((text, index) => element("span", index ? "" : "layer-title", text));
    if (!words.without) return texts;
    const without = button("", words.without, () => shown && list.open(listAddress(shown, "none", known), without, false));
    return [...texts, without];
  }

  /** @param {PointsAnswer} answer */
  function draw(answer) {
    list.setWords(answer.words);
    clusters.draw(answer);
    legend.write(legendParts(answer));
    return { sight: answer.in_sight, with: answer.with_point, without: answer.without_point };
  }

  const kind = { parameters: () => viewParameters(map, PADDED), show: draw, clear: () => clusters.clear() };
  const layer = new ViewLayer(map, pane, legend, kind);
  return {
    show(state) {
      if (shown && casesAsked() !== question) list.close();
      question = casesAsked();
      shown = state;
      layer.show(state);
    },
    hide() {
      if (!shown) return;
      shown = null;
      list.close();
      layer.hide();
    },
  };
}
