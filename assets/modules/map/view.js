/* The part of the ground that a map shows, as layers measure it and ask for it. */

import { rem } from "../core/elements.js";

/** Pixels of the world's square at zoom 0. */
export const WORLD = 256;
const EARTH_M = 40075016.686; // equator
const ORDINARY_REM = 16; // pixels

/**
 * Whether a map is that of its screen, with its areas and layers, and not a small one that only shows some points.
 * @param {L.Map} map
 */
export const isOfScreen = (map) => !map.getContainer().matches("[data-load-preview]");

/**
 * Metres of a pixel at the middle of the map (spherical Mercator).
 * @param {L.Map} map
 */
export const metresPerPixel = (map) =>
  (EARTH_M * Math.cos((map.getCenter().lat * Math.PI) / 180)) / WORLD / 2 ** map.getZoom();

/** How much larger the type is than ordinary: marks grow with the type of a wall. */
export const typeScale = () => rem() / ORDINARY_REM;

/**
 * west,south,east,north in degrees of what is in sight, `padded` by a share of it on each side.
 * @param {L.Map} map
 * @param {number} padded
 */
export function boxInSight(map, padded) {
  const box = map.getBounds().pad(padded);
  const sides = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((side) => side.toFixed(5)).join(",");
  return { box, sides };
}

/**
 * What an address of a layer needs to know of the view. On a wall, seen from afar, everything that is measured in pixels
 * is as much larger as the letters are: hence the zoom at which a screen of ordinary letters would look like this one.
 * @param {L.Map} map
 * @param {number} padded
 */
export function viewParameters(map, padded) {
  const zoom = map.getZoom() - Math.log2(typeScale());
  return `zoom=${zoom.toFixed(3)}&bbox=${map.getBounds().pad(padded).toBBoxString()}`;
}

/**
 * A coordinate moved so far that a circle of `radius` around it stays in its cell; circles then never cover each other.
 * @param {number} value
 * @param {number} side of a cell
 * @param {number} radius
 * @param {number} [cell] the cell's number, where rounding could name its neighbour
 */
export function insideCell(value, side, radius, cell = Math.floor(value / side)) {
  const half = Math.min(radius, side / 2);
  return Math.min(Math.max(value, cell * side + half), (cell + 1) * side - half);
}

/**
 * A pane of the map at a height among the others, made once.
 * @param {L.Map} map
 * @param {string} name
 * @param {number} height
 * @param {boolean} [isTouched] whether the pointer finds what lies in it
 */
export function paneAt(map, name, height, isTouched = true) {
  const pane = map.getPane(name) ?? map.createPane(name);
  pane.style.zIndex = String(height);
  if (!isTouched) pane.style.pointerEvents = "none";
  return pane;
}

/**
 * Keeps clicks and the wheel inside a box that lies on the map.
 * @param {HTMLElement} box
 */
export function keepFromMap(box) {
  L.DomEvent.disableClickPropagation(box);
  L.DomEvent.disableScrollPropagation(box);
}
