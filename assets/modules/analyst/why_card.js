/* Escape closes what a change is made of; it takes the focus when it opens. */

import { find } from "../core/elements.js";
import { closeByEscape } from "../core/navigation.js";
import { afterChanges } from "../core/watch.js";

const PLACE = "[data-panel='why']";
let isOpen = false;

function follow() {
  const now = find(`${PLACE} .why-card`) !== null;
  if (now && !isOpen) find(PLACE)?.focus({ preventScroll: true });
  isOpen = now;
}

export function startWhyCard() {
  closeByEscape(`${PLACE} a.why-close`);
  afterChanges(follow);
}
