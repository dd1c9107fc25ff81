/* A day of one's own: a date field that leads to an address with it. */

import { button, element } from "../core/elements.js";
import { go } from "../core/navigation.js";
import { watch } from "../core/watch.js";

/** @param {HTMLElement} place */
function build(place) {
  const { oneDay = "", oneDayWords = "|", oneDayLink = "" } = place.dataset;
  const [label, show] = oneDayWords.split("|");
  const field = element("input");
  field.type = "date";
  field.value = oneDay;
  const named = element("label");
  named.append(`${label} `, field);
  const shown = button("", show, () => {
    if (field.value) go(oneDayLink.replace("__DAY__", field.value));
  });
  place.replaceChildren(named, shown);
}

export function startOneDay() {
  watch("data-one-day", build);
  watch("data-one-day-link", build);
}
