/* Dialogs over the screen (what a change is made of, parts beside each other): Escape closes them; they take the focus when
   they open. */

import { find } from "../core/elements.js";
import { closeByEscape } from "../core/navigation.js";
import { afterChanges } from "../core/watch.js";

const PLACES = ["why", "comparison", "measure"].map((key) => `[data-panel='${key}']`);
/** @type {Set<string>} */
let open = new Set();

function follow() {
  const now = new Set(PLACES.filter((place) => find(`${place} .why-card`) !== null));
  for (const place of now) if (!open.has(place)) find(place)?.focus({ preventScroll: true });
  open = now;
}

export function startWhyCard() {
  for (const place of PLACES) closeByEscape(`${place} a.why-close`);
  afterChanges(follow);
}
