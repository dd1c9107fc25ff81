/* Escape closes what stands over a screen, by following its closing link. */

import { find } from "./elements.js";
import { isTyping } from "./keyboard.js";
import { go, isMenuOpen } from "./navigation.js";

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
