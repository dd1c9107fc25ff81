/* A number that changed moves for 0.3 s: it counts to its new value, or slides in where the old one was of another
   kind. Not at its first drawing, not when the address changed, not where motion is not wanted. */

import { find } from "./elements.js";
import { decimal } from "./numbers.js";
import { watch } from "./watch.js";

/** @typedef {{ ended: boolean }} Running a count under way; setting `ended` stops it */
/** @typedef {{ search?: string, metric?: string, value?: string, unit?: string | null, text?: string | null,
                running?: Running }} Shown */
/** @typedef {{ value: number, decimals: number }} PlainNumber */

const LASTS_MS = 300;
/** @type {WeakMap<Element, Shown>} */
const shownIn = new WeakMap();

/** True where motion is not wanted. */
export const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * "1,234.5" as { value, decimals }; anything that is no plain number as null.
 * @param {string} text
 * @returns {PlainNumber | null}
 */
export function plainNumber(text) {
  const plain = text.replaceAll(",", "");
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return null;
  return { value: Number(plain), decimals: (plain.split(".")[1] || "").length };
}

/**
 * @param {Element} place
 * @param {PlainNumber} from
 * @param {PlainNumber} to
 * @param {string} final
 */
function count(place, from, to, final) {
  const began = performance.now();
  /** @type {Running} */
  const running = { ended: false };
  const step = (/** @type {number} */ now) => {
    if (running.ended) return;
    const share = Math.min(1, Math.max(0, (now - began) / LASTS_MS));
    running.ended = share === 1;
    const value = to.value - (to.value - from.value) * (1 - share) ** 3;
    if (place.firstChild) place.firstChild.nodeValue = running.ended ? final : decimal(value, to.decimals);
    if (!running.ended) requestAnimationFrame(step);
  };
  step(began);
  return running;
}

/** @param {Element} place */
function slide(place) {
  const frames = [{ opacity: 0, translate: "0 0.4em" }, { opacity: 1, translate: "0 0" }];
  place.animate(frames, { duration: LASTS_MS, easing: "ease-out" });
}

/** @param {HTMLElement} section */
function look(section) {
  const slot = section.closest(".slot");
  if (!slot) return;
  const digits = find(".figure .digits", section);
  const before = shownIn.get(slot);
  const { search, metric, value } = section.dataset;
  const isSameKpi = before && before.search === search && before.metric === metric;
  if (isSameKpi && before.value === value) return;
  if (before?.running) before.running.ended = true;
  const unit = find(".figure .unit", section)?.textContent;
  /** @type {Shown} */
  const now = { search, metric, value, unit, text: digits?.textContent };
  shownIn.set(slot, now);
  if (!isSameKpi || !digits?.firstChild || before.text === now.text || document.hidden || isStill()) return;
  if (typeof before.text !== "string" || typeof now.text !== "string") return;
  const [from, to] = [plainNumber(before.text), plainNumber(now.text)];
  if (from && to && before.unit === unit) now.running = count(digits, from, to, now.text);
  else slide(digits);
}

export const startMotion = () => watch("data-value", look);
