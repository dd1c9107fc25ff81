/* The address to which a click on a value leads, from the address as it is now: a second click may come before the first is
   drawn. */

/** @import { FilterMode } from "./filter_address.js" */

import { parameterNames } from "../config.js";
import { filteredSearch, isMet } from "./filter_address.js";

/**
 * What a click or key does with the values that are chosen.
 * @param {MouseEvent | KeyboardEvent} event
 * @returns {FilterMode}
 */
export const modeOf = ({ shiftKey, altKey }) => (altKey ? "exclude" : shiftKey ? "add" : "alone");

/**
 * Where a link that filters leads: one that is plain goes to its own address without Shift and Alt.
 * @param {HTMLElement} link
 * @param {MouseEvent | KeyboardEvent} event
 */
export function targetOfLink(link, event) {
  const mode = modeOf(event);
  const { condition = "", also, plain } = link.dataset;
  if (plain !== undefined && mode === "alone") return new URL(link.getAttribute("href") ?? "", window.location.href).href;
  return filterTarget([condition], mode, also);
}

/**
 * Of several conditions, those that are not met yet are; only where all are, they are taken back.
 * @param {string[]} conditions dimension=value
 * @param {FilterMode} mode
 * @param {string} [also]
 */
export function filterTarget(conditions, mode, also) {
  const { pathname, search } = window.location;
  const unmet = conditions.filter((condition) => !isMet(search, { condition, mode }));
  const changed = (unmet.length ? unmet : conditions).reduce(
    (found, condition) => filteredSearch(found, { condition, also, mode }, parameterNames()),
    search,
  );
  return new URL(pathname + changed, window.location.href).href;
}
