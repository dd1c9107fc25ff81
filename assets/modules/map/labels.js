/* Names on the map: one label inside each outline, the larger areas first, none over another. First every area that has room
   for its name is named, then values are written under the names where they have room too. */

/** @import { AreaName } from "../payloads.js" */
/** @import { Size } from "./label_anchors.js" */
/** @import { Box } from "./label_places.js" */
/** @typedef {{ marker: L.Marker, anchors: [L.LatLng, ...L.LatLng[]], place: HTMLElement, words: HTMLElement,
                value: HTMLElement, wide: number, high: number, rank: number, size: number, state: string, measured: boolean,
                full: Size, brief: Size }} Label
    anchors: where it may stand, the best first; wide, high: of its area in degrees; rank: 0 of outlines, 1 of smaller areas;
    full, brief: in pixels, with its value and without */
/** @typedef {ReturnType<typeof mapLabels>} Labels */

import { element } from "../core/elements.js";
import { placeIn } from "./label_anchors.js";
import { isApart, boxAround } from "./label_places.js";
import { WORLD } from "./view.js";

const SPILL = 2.2; // of the outlines' names, which are few: they may be so much wider than their area
const SMALLER_SPILL = 1.1;
/* A sign before a value stands before the name: it is seen without the value too, so that colour is not the only cue. */
const SIGNED = /^([▲▼])? ?(.*)$/;

/**
 * @param {string} name
 * @param {[L.LatLng, ...L.LatLng[]]} anchors
 * @param {Size} size degrees
 * @param {number} rank
 * @returns {Label}
 */
function label(name, anchors, [wide, high], rank) {
  const [words, value] = [element("b", "", name), element("i")];
  const place = element("span", "area-label hidden", words, value);
  const icon = L.divIcon({ className: rank ? "area-name smaller" : "area-name", html: place, iconSize: undefined });
  const marker = L.marker(anchors[0], { icon, interactive: false, keyboard: false });
  const unmeasured = /** @type {Size} */ ([0, 0]);
  const form = { state: "hidden", measured: false, full: unmeasured, brief: unmeasured };
  return { marker, anchors, place, words, value, wide, high, rank, size: wide * high, ...form };
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
 * Whether a form of a label is not much larger than the area that it names, at the present zoom.
 * @param {Label} one
 * @param {Size} size pixels
 * @param {L.Map} map
 */
function hasRoom(one, size, map) {
  const degree = (WORLD * 2 ** map.getZoom()) / 360;
  const spill = one.rank ? SMALLER_SPILL : SPILL;
  return size[0] <= degree * one.wide * spill && size[1] <= degree * one.high * spill;
}

/**
 * Writes the name of an area at the first of its places where no other name stands; hides it where there is none.
 * @param {Label} one
 * @param {L.Map} map
 * @param {Map<Label, Box>} placed
 */
function settle(one, map, placed) {
  if (!one.measured) return;
  const others = [...placed.values()];
  for (const anchor of hasRoom(one, one.brief, map) ? one.anchors : []) {
    const here = boxAround(map.latLngToLayerPoint(anchor), one.brief);
    if (!others.every((other) => isApart(here, other))) continue;
    placed.set(one, here);
    if (one.marker.getLatLng() !== anchor) one.marker.setLatLng(anchor);
    return setState(one, "brief");
  }
  setState(one, "hidden");
}

/**
 * Writes the value under a name that is shown, where nothing else stands there.
 * @param {Label} one
 * @param {L.Map} map
 * @param {Map<Label, Box>} placed
 */
function extend(one, map, placed) {
  if (!placed.has(one) || !hasRoom(one, one.full, map)) return;
  const here = boxAround(map.latLngToLayerPoint(one.marker.getLatLng()), one.full);
  for (const [other, box] of placed) if (other !== one && !isApart(here, box)) return;
  placed.set(one, here);
  setState(one, "");
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
    const { anchors, size } = placeIn(layer);
    const made = label(name, anchors, size, 0);
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
    const [, sign = "", value = ""] = SIGNED.exec(text) ?? [];
    if (found.value.textContent !== value || (found.words.dataset.sign ?? "") !== sign) {
      found.value.textContent = value;
      if (sign) found.words.dataset.sign = sign;
      else delete found.words.dataset.sign;
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
      const present = before.get(number) ?? label(name, [L.latLng(lat, lon)], [wide, high], 1);
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
    /** @type {Map<Label, Box>} */
    const placed = new Map();
    all.sort((a, b) => a.rank - b.rank || b.size - a.size).forEach((one) => settle(one, map, placed));
    if (!smaller.size) all.forEach((one) => extend(one, map, placed));
  }

  /* Another size of the screen is another size of the type. */
  map.on("resize", () => [...labels.values(), ...smaller.values()].forEach((one) => (one.measured = false)));
  return { clear, add, setValue, setSmaller, shadeSmaller, arrange };
}
