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

/**
 * West, south, east and north of outlines, in degrees; null of none.
 * @param {FeatureCollection} collection
 * @returns {[number, number, number, number] | null}
 */
export function extentOf({ features }) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  /** @param {any} part nested lists of positions */
  const look = (part) => {
    if (typeof part[0] !== "number") return part.forEach(look);
    const [lon, lat] = part;
    [west, south, east, north] = [Math.min(west, lon), Math.min(south, lat), Math.max(east, lon), Math.max(north, lat)];
  };
  for (const { geometry } of features) if ("coordinates" in geometry) look(geometry.coordinates);
  return west <= east ? [west, south, east, north] : null;
}
