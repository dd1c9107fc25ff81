/* Outlines by address: the browser's cache holds them for ever, this one saves the parsing of the last few. */

import { fetchJson } from "../core/requests.js";

/** @import { FeatureCollection } from "geojson" */

const KEPT = 24;
/** @type {Map<string, Promise<FeatureCollection>>} */
const kept = new Map();

/**
 * The GeoJSON at an address.
 * @param {string} address
 */
export function outlines(address) {
  const known = kept.get(address);
  if (known) return known;
  /** @type {Promise<FeatureCollection>} */
  const coming = fetchJson(address);
  coming.catch(() => kept.delete(address));
  kept.set(address, coming);
  const [oldest] = kept.keys();
  if (kept.size > KEPT) kept.delete(oldest);
  return coming;
}
