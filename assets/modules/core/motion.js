/* A number that changed fades in for 0.3 s, and is the new one from the beginning: a number that counts up would show
   values that never were. Not at its first drawing, not when the address changed, not where motion is not wanted. */

import { find } from "./elements.js";
import { watch } from "./watch.js";

/** @typedef {{ search?: string, metric?: string, value?: string, text?: string | null }} Shown */

const LASTS_MS = 320;

/** Between two drawings of a motion, milliseconds. */
export const STEP_MS = 80;
/** @type {WeakMap<Element, Shown>} */
const shownIn = new WeakMap();

/** True where motion is not wanted. */
export const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * A motion that is drawn 12 times a second and not at every frame: on a wall something always moves, and a computer that
 * paints without a graphics card would do nothing else. Motions that begin whole steps apart are drawn together.
 * @param {number} lasts milliseconds
 */
export const inSteps = (lasts) => `steps(${Math.ceil(lasts / STEP_MS)})`;

/** @param {Element} place */
function fade(place) {
  place.animate([{ opacity: 0.15 }, { opacity: 1 }], { duration: LASTS_MS, easing: inSteps(LASTS_MS) });
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
  /** @type {Shown} */
  const now = { search, metric, value, text: digits?.textContent };
  shownIn.set(slot, now);
  if (!isSameKpi || !digits || before.text === now.text || document.hidden || isStill()) return;
  fade(digits);
}

export const startMotion = () => watch("data-value", look);
