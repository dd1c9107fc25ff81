/* Sets `data-ready="true"` on the document when everything belongs to the present address: panels, map, charts, fonts; until
   then `data-waiting` names what is not here yet, panels by their keys. */

import { onAddressChange } from "./address.js";
import { find, findAll } from "./elements.js";
import { wantedPlaces } from "./layout.js";
import { afterChanges, watch } from "./watch.js";

const EVERY_MS = 250;
let planned = 0;
/** @type {(() => void)[]} */
const listeners = [];

/**
 * Calls handler() whenever everything has come to belong to the address.
 * @param {() => void} handler
 */
export const onReady = (handler) => listeners.push(handler);

/**
 * @param {string} search
 * @returns {(slot: HTMLElement) => boolean}
 */
const isWhole = (search) => (slot) =>
  !slot.dataset.computing && !slot.dataset.unfinished && find("[data-panel]", slot)?.dataset.search === search;

/** @param {string} search */
const mapIsHere = (search) =>
  !find(".map-holder") || find(".map-holder .leaflet-container")?.dataset.painted === search;

function tilesAreHere() {
  if (find(".tiles-failed")) return true;
  const tiles = /** @type {HTMLImageElement[]} */ (findAll("img.leaflet-tile"));
  return tiles.every((tile) => tile.complete);
}

const screenIsHere = () =>
  find("[data-screen-of]")?.dataset.screenOf === window.location.pathname && wantedPlaces().length > 0;

/** @param {HTMLElement} place */
const isDrawn = (place) =>
  place.firstChild || !place.clientWidth || !place.clientHeight || place.dataset.list === "[]";

/** @param {HTMLElement[]} places */
const keysOf = (places) =>
  places.map((place) => /** @type {HTMLElement | null} */ (place.closest("[data-slot]"))?.dataset.slot ?? "");

/**
 * What is not here yet of the screen at an address.
 * @param {string} search
 */
function missing(search) {
  if (!screenIsHere()) return ["screen"];
  const whole = isWhole(search);
  const names = keysOf(wantedPlaces().filter((slot) => !whole(slot)));
  names.push(...keysOf(findAll("[data-chart], [data-figure], [data-list]").filter((place) => !isDrawn(place))));
  names.push(...keysOf(findAll("[data-coming]")));
  if (!mapIsHere(search)) names.push("map");
  if (!tilesAreHere()) names.push("tiles");
  if (document.fonts.status !== "loaded") names.push("fonts");
  return [...new Set(names)];
}

function check() {
  planned = 0;
  const root = document.documentElement;
  const names = missing(window.location.search).join(" ");
  const [was, is] = [root.dataset.ready, String(!names)];
  root.dataset.ready = is;
  if (root.dataset.waiting !== names) root.dataset.waiting = names;
  if (is === "true" && was !== is) listeners.forEach((handler) => handler());
}

/* After the frame that the changes belong to: what is measured has then been laid out. */
function plan() {
  if (!planned) planned = window.requestAnimationFrame(() => window.setTimeout(check, 0));
}

export function startReady() {
  afterChanges(plan);
  watch("data-painted", plan);
  onAddressChange(check);
  window.addEventListener("load", check);
  document.fonts.addEventListener("loadingdone", plan);
  window.setInterval(check, EVERY_MS);
}
