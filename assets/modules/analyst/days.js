/* A period of one's own: two date fields that lead to an address with `YYYY-MM-DD..YYYY-MM-DD`. */

import { button, element } from "../core/elements.js";
import { go } from "../core/navigation.js";
import { watch } from "../core/watch.js";

/**
 * @param {string} value
 * @param {string} label
 */
function dateField(value, label) {
  const input = element("input");
  input.type = "date";
  input.value = value;
  input.setAttribute("aria-label", label);
  return input;
}

/** @param {HTMLElement} place */
function build(place) {
  const { days = "..", daysWords = "||", daysLink = "" } = place.dataset;
  const [start, end] = days.split("..");
  const [fromText, toText, showText] = daysWords.split("|");
  const from = dateField(start, fromText);
  const to = dateField(end, toText);
  const show = button("", showText, () => {
    if (!from.value || !to.value) return;
    const [first, last] = [from.value, to.value].sort();
    go(daysLink.replace("__DAYS__", `${first}..${last}`));
  });
  place.replaceChildren(from, to, show);
}

export function startDays() {
  watch("data-days", build);
  watch("data-days-link", build);
}
