/* Links inside the page change the address without loading it again. What a click will need is asked for when the pointer
   goes down: a person's press lasts some 80 ms. The keyboard clicks when Enter goes down. A link with a condition filters:
   a click by it alone, with Shift by it too, with Alt by all others. */

import { isScreen } from "./config.js";
import { announcePress, announcePush } from "./address.js";
import { around, find } from "./elements.js";
import { hasModifier, isTyping } from "./keyboard.js";
import { targetOfLink } from "./filtering/filter_target.js";

const BUTTON = "a:is([role='switch'], [role='button'])";
const OPEN_MENU = "details.menu-holder[open]";

/**
 * Goes to an address of this application.
 * @param {string} href path and query
 */
export function go(href) {
  closeMenus(null);
  const target = new URL(href, window.location.href);
  if (target.href === window.location.href) return;
  window.history.pushState({ isWithin: true }, "", target.href);
  announcePush();
}

/**
 * Goes to an address of this application in place of the present one, which the browser then does not go back to.
 * @param {string} href path and query
 */
export function replaceBy(href) {
  window.history.replaceState(window.history.state, "", href);
  announcePush();
}

/** Whether a menu is open: then Escape closes it and nothing else. */
export const isMenuOpen = () => find(OPEN_MENU) !== null;

/** @param {Element | null} except */
function closeMenus(except) {
  for (const menu of document.querySelectorAll(OPEN_MENU)) if (menu !== except) menu.removeAttribute("open");
}

/**
 * The address of this application to which a click leads, or null for one that is the browser's own.
 * @param {MouseEvent} event
 */
function targetOf(event) {
  const link = around(event, "a[href]");
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey) return null;
  if (link.dataset.condition) return targetOfLink(link, event);
  if (event.shiftKey || event.altKey) return null;
  const target = new URL(link.getAttribute("href") ?? "", window.location.href);
  return target.origin === window.location.origin && isScreen(target.pathname) ? target.href : null;
}

/** @param {MouseEvent} event */
function follow(event) {
  closeMenus(around(event, "details.menu-holder"));
  const target = targetOf(event);
  if (target === null) return;
  event.preventDefault();
  go(target);
}

/** @param {PointerEvent} event */
function press(event) {
  const target = targetOf(event);
  if (target !== null) announcePress(target);
}

/** @param {KeyboardEvent} event */
function escape(event) {
  if (event.key !== "Escape") return;
  const open = find(OPEN_MENU);
  if (!open) return;
  open.removeAttribute("open");
  find("summary", open)?.focus();
  event.stopImmediatePropagation();
}

/**
 * Space does what Enter does where a link looks like a switch or a button.
 * @param {KeyboardEvent} event
 */
function space(event) {
  const control = event.key === " " && !hasModifier(event) ? around(event, BUTTON) : null;
  if (!control) return;
  event.preventDefault();
  if (!event.repeat) control.click();
}

/**
 * Has Escape follow a link wherever it is there, unless somebody types or a menu is open; no other meaning of the key then.
 * @param {string} closing selector of the link
 */
export function closeByEscape(closing) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || isTyping(event) || isMenuOpen()) return;
    const link = /** @type {HTMLAnchorElement | null} */ (find(closing));
    if (!link) return;
    event.stopImmediatePropagation();
    go(link.href);
  });
}

export function startNavigation() {
  document.addEventListener("pointerdown", press);
  document.addEventListener("click", follow);
  document.addEventListener("keydown", escape);
  document.addEventListener("keydown", space);
}
