/* Sets `data-ready="true"` on the document when everything belongs to the present address: panels, map, charts, fonts. */

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
function panelsAreHere(search) {
  const slots = wantedPlaces();
  return slots.length > 0 && slots.every(isWhole(search));
}

/** @param {string} search */
const mapIsHere = (search) =>
  !find(".map-holder") || find(".map-holder .leaflet-container")?.dataset.painted === search;

function tilesAreHere() {
  if (find(".tiles-failed")) return true;
  const tiles = /** @type {HTMLImageElement[]} */ (findAll("img.leaflet-tile"));
  return tiles.every((tile) => tile.complete);
}

const screenIsHere = () => find("[data-screen-of]")?.dataset.screenOf === window.location.pathname;

const chartsAreHere = () =>
  findAll("[data-chart], [data-figure], [data-list]").every(
    (place) => place.firstChild || !place.clientWidth || !place.clientHeight || place.dataset.list === "[]",
  );

function check() {
  planned = 0;
  const search = window.location.search;
  const ready = screenIsHere() && panelsAreHere(search) && mapIsHere(search) && tilesAreHere() && chartsAreHere();
  const [was, is] = [document.documentElement.dataset.ready, String(ready && document.fonts.status === "loaded")];
  document.documentElement.dataset.ready = is;
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
