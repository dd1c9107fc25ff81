/* Where the focus goes when what had it is drawn away or hidden: to what took its place (the same words, the nearest of them), else to
   what stands next to where it was, in its panel or on the map, else to the panel itself. What closes a dialog decides for itself, and comes first. */

import { onAddressChange } from "../core/address.js";
import { find, findAll } from "../core/elements.js";
import { afterChanges } from "../core/watch.js";

const PLACES = "[data-slot], .leaflet-container, .event-card, .case-list";
const FOCUSABLE = "a[href], button:enabled, summary, input:enabled, select:enabled, [tabindex='0']";

/** @typedef {{ element: HTMLElement, holder: HTMLElement, at: number, name: string }} Place
    holder: the panel or map around it; at: which of the focusable elements in it it was; name: what it is called */

/** @type {Place | null} */
let last = null;

/** @param {Element} one */
const nameOf = (one) => one.getAttribute("aria-label") ?? one.textContent ?? "";

/** @param {HTMLElement} holder */
const focusableIn = (holder) => findAll(FOCUSABLE, holder).filter((one) => one.checkVisibility() && one.tabIndex >= 0);

/** @param {FocusEvent} event */
function remember({ target }) {
  if (!(target instanceof HTMLElement || target instanceof SVGElement)) return;
  const element = /** @type {HTMLElement} */ (target);
  const holder = /** @type {HTMLElement | null} */ (element.closest(PLACES));
  last = holder && { element, holder, at: focusableIn(holder).indexOf(element), name: nameOf(element) };
}

/** @param {Place} place */
function isLost({ element }) {
  const { activeElement, body } = document;
  const isGone = !element.isConnected || !element.checkVisibility();
  return isGone && (activeElement === body || activeElement === element || activeElement === null);
}

/** @param {Place} place */
function neighbourOf({ element, holder, at, name }) {
  const shut = element.isConnected && element.closest("details:not([open])");
  if (shut) return find("summary", shut);
  const left = focusableIn(holder);
  const distance = (/** @type {HTMLElement} */ one) => Math.abs(left.indexOf(one) - at);
  const [alike] = left.filter((one) => nameOf(one) === name).sort((one, other) => distance(one) - distance(other));
  return alike ?? left[Math.max(0, Math.min(at, left.length - 1))];
}

function restore() {
  if (!last || !isLost(last)) return;
  const { slot } = last.holder.dataset;
  const holder = last.holder.isConnected ? last.holder : slot && find(`[data-slot="${slot}"]`); // of another screen
  if (!holder) return;
  const next = neighbourOf({ ...last, holder });
  if (!next) holder.tabIndex = -1; // nothing is left there to be pressed: the place itself has it
  (next ?? holder).focus({ preventScroll: true });
}

export function startLostFocus() {
  document.addEventListener("focusin", remember);
  afterChanges(restore);
  onAddressChange(restore);
}
