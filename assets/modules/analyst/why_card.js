/* Dialogs over the screen (what a change is made of, parts beside each other, before and after), and the list of cases: Escape
   closes them; dialogs take the focus when they open, and it goes back to the link that opened them when they close. */

import { around, find, findAll } from "../core/elements.js";
import { closeByEscape } from "../core/navigation.js";
import { afterChanges } from "../core/watch.js";

/** @typedef {{ slot: string, href: string }} Opener the place of a link, and where it leads */

const DIALOGS = ["why", "comparison", "measure"].map((key) => `[data-panel='${key}']`);
const LIST = "[data-panel='list']";
/** @type {Record<string, string>} the links that open them, for one that was opened by its address */
const USUAL = {
  "[data-panel='why']": "a.why-link:not(.compare)",
  "[data-panel='comparison']": "a.why-link.compare",
  [LIST]: "a.list-link",
};
/** @type {Map<string, Opener | null>} what is open, and what opened it */
const open = new Map();
/** @type {Opener | null} */
let pressed = null;

/** @param {Event} event */
function press(event) {
  const link = around(event, "a[href]");
  const slot = link?.closest("[data-slot]")?.getAttribute("data-slot");
  pressed = link && slot ? { slot, href: link.getAttribute("href") ?? "" } : null;
}

/**
 * @param {string} place
 * @param {Opener | null | undefined} opener
 */
function giveBack(place, opener) {
  if (document.activeElement !== document.body) return;
  const links = opener ? findAll(`[data-slot="${opener.slot}"] a[href]`) : [];
  const own = links.find((link) => link.getAttribute("href") === opener?.href);
  (own ?? find(USUAL[place] ?? "a.why-link.compare"))?.focus({ preventScroll: true });
}

function follow() {
  for (const place of [...DIALOGS, LIST]) {
    const isOpen = find(`${place} :is(.why-card, .case-table)`) !== null;
    if (isOpen === open.has(place)) continue;
    if (isOpen) {
      open.set(place, pressed);
      if (place !== LIST) find(place)?.focus({ preventScroll: true });
    } else {
      giveBack(place, open.get(place));
      open.delete(place);
    }
  }
}

export function startWhyCard() {
  document.addEventListener("click", press, true);
  for (const place of DIALOGS) closeByEscape(`${place} a.why-close`);
  afterChanges(follow);
}
