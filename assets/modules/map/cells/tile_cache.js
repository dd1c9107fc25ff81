/* Cell tiles by address, unpacked. They never change within a grid version: the last ones stay at hand with the rows and
   places of colours found for them, so that an area seen before is painted without asking. */

/** @import { Tile } from "./cell_paint.js" */
/** @typedef {{ coming: Promise<Tile>, stop: AbortController, wanted: number, isHere: boolean }} CachedTile */

import { fetchBytes } from "../../core/requests.js";
import { unpack } from "./cell_paint.js";

const MOST_CACHED = 96; // at 0.3 MB each
/** @type {Map<string, CachedTile>} */
const cache = new Map();

/**
 * The tile at an address. Who no longer wants it calls `release`.
 * @param {string} address
 */
export function tileAt(address) {
  const found = cache.get(address) ?? asked(address);
  found.wanted += 1;
  cache.delete(address);
  cache.set(address, found);
  dropOldest();
  return found.coming;
}

/** @param {string} address */
function asked(address) {
  const stop = new AbortController();
  const coming = fetchBytes(address, { signal: stop.signal }).then(unpack);
  /** @type {CachedTile} */
  const made = { coming, stop, wanted: 0, isHere: false };
  coming.then(
    () => (made.isHere = true),
    () => cache.get(address) === made && cache.delete(address),
  );
  return made;
}

function dropOldest() {
  for (const [address, { isHere }] of cache) {
    if (cache.size <= MOST_CACHED) return;
    if (isHere) cache.delete(address);
  }
}

/**
 * A tile that is no longer wanted by anybody is not waited for.
 * @param {string} address
 */
export function release(address) {
  const found = cache.get(address);
  if (!found) return;
  found.wanted -= 1;
  if (found.wanted > 0 || found.isHere) return;
  cache.delete(address);
  found.stop.abort();
}
