/* The map: outlines and names of the areas below the one shown, cells under them, a click goes deeper. Outlines are asked
   for once per area; a refresh only changes classes and words. Until the cells are there the outlines are filled. */

/** @import { FeatureCollection } from "geojson" */
/** @import { MapPanel } from "../payloads.js" */
/** @typedef {L.Polygon & { feature: { properties: { code: string, name: string } } }} Outline */

import { answered, isAsking } from "../core/filtering/asking.js";
import { parameters, valueInAddress } from "../core/config.js";
import { announcePress, onAddressChange, onPress } from "../core/address.js";
import { isWall } from "../core/document.js";
import { around } from "../core/elements.js";
import { isTyping } from "../core/keyboard.js";
import { go } from "../core/navigation.js";
import { onPaper } from "../core/paper/paper.js";
import { watchJson } from "../core/watch.js";
import { alarmPlace } from "./alarm_place.js";
import { areaNames } from "./area_names.js";
import { MapCells } from "./cells/map_cells.js";
import { mapGround } from "./ground.js";
import { addHatching } from "./hatching.js";
import { hoverBox } from "./hover.js";
import { addKeys } from "./keys.js";
import { mapLabels } from "./labels.js";
import { layerControl } from "./layer_control.js";
import { mapNotes } from "./notes.js";
import { extentOf, outlines } from "./outlines.js";
import { NO_SHADE } from "./palette.js";
import { addPulses } from "./pulses.js";
import { mapTools } from "./tools/map_tools.js";
import { addPointChoice } from "./tools/point_choice.js";
import { isOfScreen } from "./view.js";

const MOVED_M = 2e6; // at zoom 0: some ten pixels
const MARGIN = 0.03; // of the smaller side of the map, around the area shown

/** @param {number} shade */
const shadeClass = (shade) => (shade < 0 ? "area shade-none" : `area shade-${shade}`);

/** @param {FeatureCollection} collection */
function boundsOf(collection) {
  const extent = extentOf(collection);
  return extent && L.latLngBounds([extent[1], extent[0]], [extent[3], extent[2]]);
}

class AreaMap {
  #map;
  #container;
  #labels;
  #hover;
  #pulses;
  #cells;
  #ground;
  #tools;
  #layers;
  #notes;
  #alarm;
  /** @type {L.GeoJSON | null} */
  #outlines = null;
  /** @type {WeakMap<FeatureCollection, L.GeoJSON>} made of outlines that are still at hand */
  #made = new WeakMap();
  #drawn = "";
  /** @type {L.LatLngBounds | null} of the outlines drawn */
  #extent = null;
  /** @type {MapPanel | null} */
  #data = null;
  #turn = 0;
  /** @type {{ centre: L.LatLng, zoom: number } | null} */
  #fitted = null;

  /** @param {L.Map} map */
  constructor(map) {
    this.#map = map;
    this.#container = map.getContainer();
    this.#labels = mapLabels(map);
    this.#hover = hoverBox(this.#container);
    this.#pulses = addPulses(map);
    this.#cells = new MapCells(map, areaNames(map, this.#labels));
    this.#ground = mapGround(map);
    this.#tools = mapTools(map);
    this.#notes = mapNotes(map, this.#hover);
    this.#alarm = alarmPlace(map);
    if (!isWall()) addPointChoice(map);
    addKeys(map);
    const own = { cells: this.#switched("cells"), labels: this.#switched("labels"), tiles: this.#switched("tiles") };
    this.#layers = layerControl(map, own);
    const sizes = new ResizeObserver(() => this.#resized());
    sizes.observe(this.#container);
    map.on("unload", () => sizes.disconnect());
    onPaper(() => this.#container.isConnected && this.#resized());
    map.on("zoomend moveend", this.#labels.arrange);
    map.on("click", ({ latlng }) => this.#choose(latlng, null));
    document.addEventListener("keydown", (event) => this.#goUp(event));
    watchJson("data-map", (/** @type {MapPanel} */ data) => this.#show(data));
    onAddressChange(() => this.#prepare(window.location.search));
    onPress(({ search }) => this.#prepare(search));
    this.#container.addEventListener("pointerdown", (event) => this.#press(event));
  }

  /**
   * A layer that is always there and only hidden: the style sheet does it.
   * @param {string} key
   */
  #switched(key) {
    const setHidden = (/** @type {boolean} */ isHidden) => {
      this.#container.classList.toggle(`without-${key}`, isHidden);
      if (key === "labels") this.#labels.arrange();
    };
    return { show: () => setHidden(false), hide: () => setHidden(true) };
  }

  /** @param {MapPanel} data */
  async #show(data) {
    try {
      this.#data = data;
      if (!(await this.#showOutlines(data))) return;
      this.#ground.show(data);
      this.#tools.show(data);
      this.#layers.show(data);
      this.#notes.show(data);
      await this.#cells.show(data, { painted: () => this.#painted(data, true), failed: () => this.#painted(data, false) });
    } catch {
      this.#container.dataset.painted = "failed";
    }
  }

  /**
   * Outlines and tiles of another area are asked for while the server answers what is in it.
   * @param {string} search
   */
  async #prepare(search) {
    if (!this.#data || !this.#container.isConnected) return;
    const code = valueInAddress(parameters.area, search);
    const { outlines_of: any, place, land } = this.#data;
    const address = code ? any.replace(place, encodeURIComponent(code)) : land;
    if (address === this.#drawn) return;
    const found = await outlines(address).catch(() => null);
    const bounds = found && boundsOf(found);
    if (!bounds || address === this.#drawn) return;
    const padding = 2 * this.#space();
    const zoom = this.#map.getBoundsZoom(bounds, false, L.point(padding, padding));
    this.#cells.prepare(bounds.getCenter(), zoom);
  }

  /**
   * False where newer data came meanwhile.
   * @param {MapPanel} data
   */
  async #showOutlines(data) {
    const turn = ++this.#turn;
    if (data.outlines === this.#drawn) {
      this.#paint(data);
      return true;
    }
    const collection = await outlines(data.outlines);
    if (turn !== this.#turn) return false;
    this.#clear();
    this.#drawn = data.outlines;
    this.#extent = boundsOf(collection);
    this.#cells.hold();
    this.#fit();
    this.#cells.begin(data);
    this.#draw(collection);
    this.#paint(data);
    return true;
  }

  /**
   * The cells are seen, or the outlines filled where they cannot be had.
   * @param {MapPanel} data
   * @param {boolean} shown
   */
  #painted(data, shown) {
    if (data !== this.#data) return;
    this.#container.classList.toggle("cells-shown", shown);
    Object.assign(this.#container.dataset, { painted: data.search, paintedArea: data.area });
  }

  #parts() {
    return /** @type {Outline[]} */ (this.#outlines?.getLayers() ?? []);
  }

  #clear() {
    this.#outlines?.remove();
    this.#outlines = null;
    this.#labels.clear();
    this.#hover.hide();
    this.#pulses.clear();
  }

  /** @param {FeatureCollection} collection */
  #make(collection) {
    const onEachFeature = (/** @type {unknown} */ _, /** @type {L.Layer} */ part) =>
      this.#bind(/** @type {Outline} */ (part));
    const options = { smoothFactor: 0.3, onEachFeature };
    const made = L.geoJSON(collection, options);
    this.#made.set(collection, made);
    return made;
  }

  /* After the map shows their area: Leaflet then projects each outline once. */
  /** @param {FeatureCollection} collection */
  #draw(collection) {
    const made = this.#made.get(collection) ?? this.#make(collection);
    this.#outlines = made.addTo(this.#map);
    for (const part of this.#parts()) {
      const { code, name } = part.feature.properties;
      const path = /** @type {SVGElement} */ (part.getElement());
      path.addEventListener("keydown", (event) => event.key === "Enter" && this.#goDown(code));
      this.#labels.add(code, name, part);
    }
  }

  /** @param {MapPanel} data */
  #paint(data) {
    for (const part of this.#parts()) {
      const { code, name } = part.feature.properties;
      const [shade, words] = data.values[code] ?? [NO_SHADE, ""];
      const path = /** @type {SVGElement | undefined} */ (part.getElement());
      if (path) {
        path.setAttribute("class", `leaflet-interactive ${shadeClass(shade)}${data.down ? " clickable" : ""}`);
        path.setAttribute("aria-label", `${name} ${words}`);
        path.dataset.code = code;
        path.setAttribute("role", data.down ? "link" : "img");
        path.setAttribute("tabindex", data.down ? "0" : "-1");
      }
      this.#labels.setValue(code, words.split(" · ")[0], shade);
    }
    this.#labels.arrange();
    this.#alarm.refresh();
    this.#container.querySelectorAll(".leaflet-control-zoom a").forEach((control, index) => {
      control.setAttribute("title", data.zoom[index]);
      control.setAttribute("aria-label", data.zoom[index]);
    });
    this.#hover.refresh();
  }

  /** @param {Outline} part */
  #bind(part) {
    const { code, name } = part.feature.properties;
    const describe = (/** @type {L.LeafletMouseEvent} */ event) => this.#describe(event, code, name);
    part.on({ mouseover: describe, mousemove: describe });
    part.on("mouseout", this.#hover.hide);
    part.on("click", (event) => {
      L.DomEvent.stop(event);
      this.#choose(event.latlng, code);
    });
  }

  /**
   * Name, value and n of the area under the pointer: of an outline at hand, of smaller areas when they are asked for.
   * @param {L.LeafletMouseEvent} event
   * @param {string} code
   * @param {string} name
   */
  #describe({ latlng, originalEvent }, code, name) {
    if (this.#cells.isDeeper()) this.#cells.describe(latlng, (lines) => this.#hover.show(originalEvent, () => lines));
    else this.#hover.show(originalEvent, () => [name, this.#data?.values[code]?.[1] || ""]);
  }

  /**
   * The server says exactly which area lies under a click; the outline clicked where it cannot be asked.
   * @param {L.LatLng} point
   * @param {string | null} code
   */
  async #choose(point, code) {
    if (!this.#data?.down && !isAsking("map")) return;
    const spot = await this.#cells.spot(point).catch(() => null);
    const chosen = spot?.code || code;
    if (chosen) this.#goDown(chosen);
  }

  /**
   * What a click on an outline will need: its screen, and of which area it will be exactly. They differ at a border, and
   * where smaller areas are shown.
   * @param {PointerEvent} event
   */
  async #press(event) {
    const code = around(event, "path.area.clickable")?.dataset.code;
    if (!code || event.button !== 0 || this.#container.classList.contains("on-mark")) return;
    if (!this.#cells.isDeeper()) this.#announce(code);
    const [clientX, clientY] = [Math.floor(event.clientX), Math.floor(event.clientY)]; // as its click will have them
    const point = this.#map.mouseEventToLatLng(new MouseEvent("click", { clientX, clientY }));
    const spot = await this.#cells.spot(point).catch(() => null);
    if (spot) this.#announce(spot.code);
  }

  /** @param {string} code */
  #addressOf(code) {
    return this.#data?.down?.replace(this.#data.place, encodeURIComponent(code));
  }

  /** @param {string} code */
  #announce(code) {
    const address = this.#addressOf(code);
    if (address) announcePress(address);
  }

  /** @param {string} code */
  #goDown(code) {
    if (answered("map", this.#data?.number.replace(this.#data.place, code))) return;
    const address = this.#addressOf(code);
    if (address) go(address);
  }

  /** @param {KeyboardEvent} event */
  #goUp(event) {
    if (!this.#data?.up || isTyping(event) || !this.#container.isConnected || isWall()) return;
    if (event.key === "Escape" || event.key === "Backspace") go(this.#data.up);
  }

  /* Pixels around the area shown. */
  #space() {
    const { x, y } = this.#map.getSize();
    return Math.round(Math.min(x, y) * MARGIN);
  }

  #fit() {
    const bounds = this.#extent;
    if (!bounds) return;
    const space = this.#space();
    this.#cells.fit(() => this.#map.fitBounds(bounds, { animate: false, padding: [space, space] }));
    this.#labels.arrange();
    this.#fitted = { centre: this.#map.getCenter(), zoom: this.#map.getZoom() };
  }

  /* Another size of the map shows the whole area again, but not to those who went to look elsewhere. */
  #resized() {
    const zoom = this.#map.getZoom();
    const isAway =
      this.#fitted && this.#map.distance(this.#fitted.centre, this.#map.getCenter()) * 2 ** zoom > MOVED_M;
    const isHome = !this.#fitted || (zoom === this.#fitted.zoom && !isAway);
    this.#map.invalidateSize({ animate: false, pan: !isHome });
    if (isHome) {
      this.#fit();
      return this.#cells.zoomed();
    }
    this.#labels.arrange();
  }
}

/** Gives every map that Dash makes from now on its outlines, cells and layers. */
export function startMap() {
  L.Map.addInitHook(
    /** @this {L.Map} */ function hook() {
      if (!isOfScreen(this)) return;
      this.whenReady(() => {
        addHatching();
        new AreaMap(this);
      });
    },
  );
}
