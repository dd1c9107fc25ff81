/* Names on the map: one label inside each outline, the larger areas first, none over another. */

/** @import { AreaName } from "../payloads.js" */
/** @typedef {[number, number]} Size width and height */
/** @typedef {{ marker: L.Marker, place: HTMLElement, words: HTMLElement, value: HTMLElement, wide: number, high: number,
                rank: number, size: number, state: string, measured: boolean, full: Size, brief: Size }} Label
    wide, high: of its area in degrees; rank: 0 of outlines, 1 of smaller areas; full, brief: in pixels, with its value and
    without */
/** @typedef {ReturnType<typeof mapLabels>} Labels */

import { element } from "../core/elements.js";
import { isApart, boxAround } from "./label_places.js";
import { WORLD } from "./view.js";

const SPILL = 2.2; // of the outlines' names, which are few: they may be so much wider than their area
const SMALLER_SPILL = 1.1;

/**
 * The largest outer ring of a polygon or multipolygon.
 * @param {L.Polygon} layer
 * @returns {L.LatLng[]}
 */
function largestRing(layer) {
  const rings = /** @type {any[]} */ (layer.getLatLngs());
  /** @type {L.LatLng[][]} */
  const outer = Array.isArray(rings[0][0]) ? rings.map((polygon) => polygon[0]) : [rings[0]];
  return outer.sort((a, b) => extent(b) - extent(a))[0];
}

/** @param {L.LatLng[]} ring */
function extent(ring) {
  const [wide, high] = sizeOf(L.latLngBounds(ring));
  return wide * high;
}

/**
 * @param {L.LatLngBounds} bounds
 * @returns {Size} degrees
 */
const sizeOf = (bounds) => [bounds.getEast() - bounds.getWest(), bounds.getNorth() - bounds.getSouth()];

/**
 * A point inside the ring: the middle of its widest stretch at half height.
 * @param {L.LatLng[]} ring
 */
function middle(ring) {
  const centre = L.latLngBounds(ring).getCenter();
  /** @type {number[]} */
  const crossings = [];
  ring.forEach((here, index) => {
    const next = ring[(index + 1) % ring.length];
    if (here.lat > centre.lat === next.lat > centre.lat) return;
    crossings.push(here.lng + ((centre.lat - here.lat) / (next.lat - here.lat)) * (next.lng - here.lng));
  });
  crossings.sort((a, b) => a - b);
  let [from, to] = [centre.lng, centre.lng];
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    if (crossings[index + 1] - crossings[index] > to - from) [from, to] = [crossings[index], crossings[index + 1]];
  }
  return L.latLng(centre.lat, (from + to) / 2);
}

/** @type {WeakMap<object, { centre: L.LatLng, size: Size }>} */
const namedPlaces = new WeakMap();

/**
 * Where the name of an outline stands, and the size of what it names; found once.
 * @param {L.Polygon} layer
 */
function placeIn(layer) {
  const known = namedPlaces.get(layer);
  if (known) return known;
  const ring = largestRing(layer);
  const found = { centre: middle(ring), size: sizeOf(L.latLngBounds(ring)) };
  namedPlaces.set(layer, found);
  return found;
}

/**
 * @param {string} name
 * @param {L.LatLngExpression} centre
 * @param {Size} size degrees
 * @param {number} rank
 * @returns {Label}
 */
function label(name, centre, [wide, high], rank) {
  const [words, value] = [element("b", "", name), element("i")];
  const place = element("span", "area-label hidden", words, value);
  const icon = L.divIcon({ className: rank ? "area-name smaller" : "area-name", html: place, iconSize: undefined });
  const marker = L.marker(centre, { icon, interactive: false, keyboard: false });
  const unmeasured = /** @type {Size} */ ([0, 0]);
  const form = { state: "hidden", measured: false, full: unmeasured, brief: unmeasured };
  return { marker, place, words, value, wide, high, rank, size: wide * high, ...form };
}

/**
 * Sizes of labels whose text is new: all are shown, then all are read, so that the page is laid out once.
 * @param {Label[]} labels
 */
function measure(labels) {
  const fresh = labels.filter((one) => !one.measured && one.place.isConnected);
  fresh.forEach((one) => setState(one, ""));
  for (const one of fresh) {
    one.full = [one.place.offsetWidth, one.place.offsetHeight];
    one.brief = [one.words.offsetWidth, one.words.offsetHeight];
    one.measured = one.full[0] > 0;
  }
}

/**
 * @param {Label} one
 * @param {string} state "" with its value, "brief", "hidden"
 */
function setState(one, state) {
  if (one.state === state) return;
  one.state = state;
  one.place.className = state ? `area-label ${state}` : "area-label";
}

/**
 * Shows of a label what has room inside its area and beside those placed already: everything, its name, or nothing.
 * @param {Label} one
 * @param {L.Map} map
 * @param {import("./label_places.js").Box[]} placed
 * @param {string[]} forms
 */
function settle(one, map, placed, forms) {
  if (!one.measured) return;
  const at = map.latLngToLayerPoint(one.marker.getLatLng());
  const degree = (WORLD * 2 ** map.getZoom()) / 360;
  const spill = one.rank ? SMALLER_SPILL : SPILL;
  for (const state of forms) {
    const size = state ? one.brief : one.full;
    const here = boxAround(at, size);
    const isTooLarge = size[0] > degree * one.wide * spill || size[1] > degree * one.high * spill;
    if (isTooLarge || !placed.every((other) => isApart(here, other))) continue;
    placed.push(here);
    return setState(one, state);
  }
  setState(one, "hidden");
}

/**
 * Labels of a map. `arrange()` shortens or hides what collides or has no room: outlines come before smaller areas, larger
 * areas before small ones.
 * @param {L.Map} map
 */
export function mapLabels(map) {
  /** @type {Map<string, Label>} */
  let labels = new Map();
  /** @type {Map<number, Label>} */
  let smaller = new Map();
  const ofOutlines = L.layerGroup().addTo(map);
  const ofSmaller = L.layerGroup().addTo(map);

  function clear() {
    ofOutlines.clearLayers();
    labels = new Map();
  }

  /**
   * Names an outline.
   * @param {string} code
   * @param {string} name
   * @param {L.Polygon} layer
   */
  function add(code, name, layer) {
    const { centre, size } = placeIn(layer);
    const made = label(name, centre, size, 0);
    labels.set(code, made);
    ofOutlines.addLayer(made.marker);
  }

  /**
   * Writes a value under the name of an outline.
   * @param {string} code
   * @param {string} text
   * @param {number} shade
   */
  function setValue(code, text, shade) {
    const found = labels.get(code);
    if (!found) return;
    if (found.value.textContent !== text) {
      found.value.textContent = text;
      found.measured = false;
    }
    found.place.dataset.shade = String(shade);
  }

  /**
   * Names smaller areas in place of those before.
   * @param {AreaName[]} areas
   */
  function setSmaller(areas) {
    const before = smaller;
    smaller = new Map();
    for (const [number, name, lon, lat, wide, high] of areas) {
      const present = before.get(number) ?? label(name, [lat, lon], [wide, high], 1);
      smaller.set(number, present);
      if (!before.delete(number)) ofSmaller.addLayer(present.marker);
    }
    before.forEach((gone) => ofSmaller.removeLayer(gone.marker));
  }

  /** @param {(number: number) => number} shadeOf */
  const shadeSmaller = (shadeOf) =>
    smaller.forEach((one, number) => (one.place.dataset.shade = String(shadeOf(number))));

  function arrange() {
    const all = [...labels.values(), ...smaller.values()];
    measure(all);
    /** @type {import("./label_places.js").Box[]} */
    const placed = [];
    const forms = smaller.size ? ["brief"] : ["", "brief"];
    all.sort((a, b) => a.rank - b.rank || b.size - a.size).forEach((one) => settle(one, map, placed, forms));
  }

  /* Another size of the screen is another size of the type. */
  map.on("resize", () => [...labels.values(), ...smaller.values()].forEach((one) => (one.measured = false)));
  return { clear, add, setValue, setSmaller, shadeSmaller, arrange };
}
