/* Escape closes what a change is made of; it takes the focus when it opens. */

import { find } from "../core/elements.js";
import { isTyping } from "../core/keyboard.js";
import { go, isMenuOpen } from "../core/navigation.js";
import { afterChanges } from "../core/watch.js";

const PLACE = "[data-panel='why']";
let isOpen = false;

function follow() {
  const now = find(`${PLACE} .why-card`) !== null;
  if (now && !isOpen) find(PLACE)?.focus({ preventScroll: true });
  isOpen = now;
}

/** @param {KeyboardEvent} event */
function escape(event) {
  if (event.key !== "Escape" || !isOpen || isTyping(event) || isMenuOpen()) return;
  event.stopImmediatePropagation();
  const close = /** @type {HTMLAnchorElement | null} */ (find(`${PLACE} a.why-close`));
  if (close) go(close.href);
}

export function startWhyCard() {
  document.addEventListener("keydown", escape);
  afterChanges(follow);
}
