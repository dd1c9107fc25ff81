/* The card of a figure takes the focus when it opens and gives it back when it closes; Escape closes it; its buttons copy. */

import { around, element, find, findAll } from "../core/elements.js";
import { closeByEscape } from "../core/navigation.js";
import { afterChanges } from "../core/watch.js";

const PLACE = "[data-panel='number']";
const COPIED_MS = 1500;
/** @type {{ slot: string, number: string } | null} the place of the control that opened it, and its figure */
let opener = null;
let isOpen = false;

/**
 * Into the clipboard; where a page has none (no HTTPS, no permission) by a field of its own.
 * @param {string} text
 */
async function copy(text) {
  const written = text.startsWith("/") ? new URL(text, window.location.href).href : text;
  try {
    await navigator.clipboard.writeText(written);
  } catch {
    copyByField(written);
  }
}

/** @param {string} text */
function copyByField(text) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const field = element("textarea", "", text);
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  before?.focus({ preventScroll: true });
}

/** @param {Event} event */
async function press(event) {
  const opens = around(event, ".asks-what, [data-number]");
  const slot = opens?.closest("[data-slot]")?.getAttribute("data-slot");
  if (opens && slot) opener = { slot, number: opens.dataset.number ?? "" };
  const pressed = around(event, "[data-copy]");
  if (!pressed) return;
  await copy(pressed.dataset.copy ?? "");
  const said = pressed.textContent ?? "";
  if (said === pressed.dataset.copied) return;
  pressed.textContent = pressed.dataset.copied ?? "";
  window.setTimeout(() => (pressed.textContent = said), COPIED_MS);
}

function follow() {
  const card = find(`${PLACE} .number-card`);
  if (Boolean(card) === isOpen) return;
  isOpen = Boolean(card);
  if (card && opener) find(PLACE)?.focus({ preventScroll: true });
  if (!card && opener) {
    const { slot, number } = opener;
    const controls = findAll(`[data-slot="${slot}"] :is(.asks-what, a[data-number])`);
    const own = controls.find(({ dataset, tabIndex }) => dataset.number === number && tabIndex >= 0);
    (own ?? controls[0])?.focus({ preventScroll: true });
    opener = null;
  } else if (!card && document.activeElement === document.body) {
    find(".cards .chosen .asks-what, .cards .asks-what")?.focus({ preventScroll: true }); // opened by its address
  }
}

export function startNumberCard() {
  document.addEventListener("click", press, true);
  closeByEscape(`${PLACE} a.number-close`);
  afterChanges(follow);
}
