/* The address to which a click on a value leads, from the address as it is now: a second click may come before the first is
   drawn. */

/** @import { FilterMode } from "./filter_address.js" */

import { parameterNames } from "../config.js";
import { filteredSearch } from "./filter_address.js";

/**
 * What a click or key does with the values that are chosen.
 * @param {MouseEvent | KeyboardEvent} event
 * @returns {FilterMode}
 */
export const modeOf = ({ shiftKey, altKey }) => (altKey ? "exclude" : shiftKey ? "add" : "alone");

/**
 * @param {string} condition dimension=value
 * @param {FilterMode} mode
 * @param {string} [also]
 */
export function filterTarget(condition, mode, also) {
  const { pathname, search } = window.location;
  const changed = filteredSearch(search, { condition, also, mode }, parameterNames());
  return new URL(pathname + changed, window.location.href).href;
}
