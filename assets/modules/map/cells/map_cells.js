/* The cells under the map's outlines: which level is shown, its values, and the colours they are painted in.
   Tiles and levels belong to a grid version and are asked for once; a refresh asks for one shade per area. */

/** @import { CellValues, MapPanel, Spot } from "../../payloads.js" */
/** @import { AreaNames } from "../area_names.js" */
/** @import { Level } from "./cell_paint.js" */
/** @typedef {{ painted: () => void, failed: () => void }} Outcome called when the cells are seen, or cannot be */
/** @typedef {CellValues & { shade: Uint8Array }} Values */
/** @typedef {{ areas: Level, level: number, borders: number, turn: number }} Shown */

import { find } from "../../core/elements.js";
import { bytesOf, fetchBytes, fetchJson } from "../../core/requests.js";
import { whole } from "../../core/numbers.js";
import { CellLayer } from "./cell_layer.js";
import { intervals, rowOf } from "./cell_paint.js";
import { borderLevel, deepestLevel } from "./levels.js";
import { SHADES, palette, pixel } from "../palette.js";
import { metresPerPixel, paneAt } from "../view.js";

const WIDE_ENOUGH = 90; // pixels across a smaller area
const CLOSER = 0.7; // zoom levels beyond that at which the area shown fills the map
const DIMMED = 0.25;
const REST_MS = 60;

/** The legend's classes and the line that reconciles map and number belong to the level that is painted.
 * @param {Values} values
 */
function writeLegend({ legend, placed, not_placed: notPlaced, total }) {
  find("[data-legend]")?.setAttribute("data-legend", JSON.stringify(legend));
  const line = find("[data-line]");
  if (!line) return;
  const numbers = [placed, notPlaced, total].map(whole);
  line.textContent = (line.dataset.line ?? "").replace(/\{(\d)\}/g, (_, place) => numbers[place]);
  Object.assign(line.dataset, { placed, notPlaced });
}

/** The cells of a map; `names` names the areas painted where they are smaller than the outlines. */
export class MapCells {
  #map;
  #names;
  /** @type {Map<string, Promise<Level>>} */
  #levels = new Map();
  /** @type {CellLayer | null} */
  #layer = null;
  /** @type {MapPanel | null} */
  #data = null;
  /** @type {Shown | null} */
  #shown = null;
  /** @type {Outcome | null} */
  #outcome = null;
  #turn = 0;
  /* The zoom at which the area shown fills the map: smaller areas than its children are for those who look closer. */
  #home = Infinity;
  #isFitting = false;
  #waiting = 0;
  /** @type {{ row: number, lines: string[] } | null} */
  #described = null;
  /** @type {{ asked: string | null, answer: Promise<Spot | null> } | null} */
  #spot = null;

  /**
   * @param {L.Map} map
   * @param {AreaNames} names
   */
  constructor(map, names) {
    this.#map = map;
    this.#names = names;
    paneAt(map, "cells", 250);
    map.on("zoomend", () => this.zoomed());
  }

  /**
   * Shows the cells of new data of the map's panel.
   * @param {MapPanel} data
   * @param {Outcome} outcome
   */
  show(data, outcome) {
    this.#data = data;
    this.#outcome = outcome;
    this.#layer ??= this.#addLayer(data);
    return this.#paint(data, this.#layer);
  }

  /**
   * Asks for what new data will be painted with, once the map shows the area: what is drawn meanwhile need not wait.
   * @param {MapPanel} data
   */
  begin(data) {
    const level = this.#level(data);
    this.#table(data, level).catch(() => {});
    this.#layer ??= this.#addLayer(data);
  }

  /** The map goes to another area, whose values come next. */
  hold() {
    this.#layer?.hold();
  }

  /**
   * Makes the map show the whole area. The values of another zoom are not asked for: those of a new area come next.
   * @param {() => void} work
   */
  fit(work) {
    this.#isFitting = true;
    work();
    this.#isFitting = false;
    this.#home = this.#map.getZoom();
  }

  /**
   * Asks for the tiles of a place that will be shown next.
   * @param {L.LatLng} centre
   * @param {number} zoom
   */
  prepare(centre, zoom) {
    this.#layer?.prepare(centre, zoom);
  }

  /** Whether areas smaller than the outlines are shown. */
  isDeeper() {
    return this.#shown !== null && this.#data !== null && this.#shown.level > this.#data.cells.child;
  }

  /**
   * The area at a point, exactly: the server says which; null outside the city. Asked once by a press and its click.
   * @param {L.LatLng} point
   */
  spot(point) {
    const place = { lon: String(point.lng), lat: String(point.lat) };
    const asked = this.#spotAddress(place);
    if (this.#spot?.asked === asked) return this.#spot.answer;
    const answer = this.#ask(place);
    const mine = (this.#spot = { asked, answer });
    answer.catch(() => {
      if (this.#spot === mine) this.#spot = null;
    });
    return answer;
  }

  /**
   * Calls show(lines) with what is known of the area under the pointer. Asked once the pointer rests on an area, and only
   * about another area than before.
   * @param {L.LatLng} point
   * @param {(lines: string[]) => void} show
   */
  describe(point, show) {
    const area = this.#layer?.areaAt(point);
    if (!area || !this.#shown) return;
    const row = rowOf(this.#shown.areas, area);
    if (this.#described?.row === row) return show(this.#described.lines);
    window.clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(async () => {
      const found = await this.#ask({ area: String(area) }).catch(() => null);
      if (!found) return;
      const { path, name, value, n } = found;
      this.#described = { row, lines: [[...path.slice(-2), name].join(" › "), [value, n].filter(Boolean).join(" · ")] };
      show(this.#described.lines);
    }, REST_MS);
  }

  /** @param {MapPanel} data */
  #level({ cells: { level, child, metres } }) {
    if (level !== null) return level;
    if (this.#map.getZoom() < this.#home + CLOSER) return child;
    return deepestLevel(metres, child, WIDE_ENOUGH, metresPerPixel(this.#map));
  }

  /**
   * @param {MapPanel} data
   * @param {number} level
   */
  #borders({ cells }, level) {
    return borderLevel(cells, level, metresPerPixel(this.#map));
  }

  /**
   * @param {MapPanel} data
   * @param {number} level
   */
  #table({ cells }, level) {
    const address = `/cells/${cells.version}/level/${level}`;
    const known = this.#levels.get(address);
    if (known) return known;
    const table = fetchBytes(address).then(intervals);
    table.catch(() => this.#levels.delete(address));
    this.#levels.set(address, table);
    return table;
  }

  /**
   * @param {MapPanel} data
   * @param {number} level
   * @returns {Promise<Values>}
   */
  async #values({ cells }, level) {
    const { painted } = cells;
    /** @type {CellValues} */
    const values = painted?.level === level ? painted : await fetchJson(`${cells.values}&level=${level}`);
    return { ...values, shade: bytesOf(values.shades) };
  }

  /** @param {MapPanel} data */
  #addLayer({ cells: { version, bounds, zooms } }) {
    const address = (/** @type {number} */ z, /** @type {number} */ x, /** @type {number} */ y) =>
      `/cells/${version}/${z}/${x}/${y}`;
    const layer = new CellLayer(address, { bounds, lowest: zooms[0], highest: zooms[1] });
    layer.addTo(this.#map);
    layer.on("load", () => this.#settle());
    return layer;
  }

  /* The cells are seen once what was asked for last lies on all tiles in sight: tiles alone are no picture. */
  #settle() {
    if (this.#shown?.turn === this.#turn && !this.#layer?.isLoading()) this.#outcome?.painted();
  }

  /* Values that cannot be had: the page shows its outlines. The next zoom or refresh asks again. */
  #fail() {
    this.#shown = null;
    this.#layer?.release();
    this.#map.getContainer().classList.remove("cells-deeper");
    this.#names.hide();
    this.#outcome?.failed();
  }

  /**
   * @param {MapPanel} data
   * @param {CellLayer} layer
   */
  async #paint(data, layer) {
    const turn = ++this.#turn;
    const level = this.#level(data);
    const borders = this.#borders(data, level);
    const questions = /** @type {const} */ ([this.#table(data, level), this.#table(data, borders), this.#values(data, level)]);
    const answers = await Promise.all(questions).catch(() => null);
    if (turn !== this.#turn) return;
    if (!answers) return this.#fail();
    const [areas, lines, values] = answers;
    this.#shown = { areas, level, borders, turn };
    layer.show({
      level: areas,
      lines,
      shade: values.shade,
      none: SHADES,
      chosen: data.cells.chosen,
      colours: palette(1),
      dimmed: palette(DIMMED),
      line: pixel("--line"),
    });
    writeLegend(values);
    this.#nameAreas(data, areas, values.shade);
    this.#settle();
    if (level + 1 < data.cells.metres.length) this.#table(data, level + 1).catch(() => {}); // which the next click shows
  }

  /**
   * @param {MapPanel} data
   * @param {Level} areas
   * @param {Uint8Array} shade
   */
  #nameAreas({ cells: { version, chosen } }, areas, shade) {
    const isDeeper = this.isDeeper();
    this.#map.getContainer().classList.toggle("cells-deeper", isDeeper);
    if (isDeeper && this.#shown) this.#names.show({ version, level: this.#shown.level, areas, shade, chosen });
    else this.#names.hide();
  }

  /** Another zoom may call for another level, or for borders of another one. */
  zoomed() {
    if (!this.#data || !this.#layer || this.#isFitting) return;
    const level = this.#level(this.#data);
    const isSame = level === this.#shown?.level && this.#borders(this.#data, level) === this.#shown.borders;
    if (!isSame) this.#paint(this.#data, this.#layer);
  }

  /**
   * @param {Record<string, string>} place
   * @returns {Promise<Spot | null>}
   */
  async #ask(place) {
    const address = this.#spotAddress(place);
    return address ? fetchJson(address) : null;
  }

  /** @param {Record<string, string>} place */
  #spotAddress(place) {
    return this.#data && `${this.#data.cells.spot}&level=${this.#level(this.#data)}&${new URLSearchParams(place)}`;
  }
}
