/* Outlines by address. They never change, so the browser caches them; this cache saves parsing the last few again. */

import { fetchJson } from "../core/requests.js";

/** @import { FeatureCollection } from "geojson" */

const MOST_CACHED = 24;
/** @type {Map<string, Promise<FeatureCollection>>} */
const cache = new Map();

/**
 * The GeoJSON at an address.
 * @param {string} address
 */
export function outlines(address) {
  const known = cache.get(address);
  if (known) return known;
  /** @type {Promise<FeatureCollection>} */
  const coming = fetchJson(address);
  coming.catch(() => cache.delete(address));
  cache.set(address, coming);
  const [oldest] = cache.keys();
  if (cache.size > MOST_CACHED) cache.delete(oldest);
  return coming;
}
