/* What a wall says above its map while it does not turn as usual: an alarm, or who steers it. */

import { element, find, setText } from "../core/elements.js";

/**
 * Says something in one or two lines, in the colour of its kind.
 * @param {string} kind the severity of an alarm, or "steered"
 * @param {string} title
 * @param {string} said
 */
export function showBanner(kind, title, said) {
  const holder = find(".screen.wall .leaflet-ground");
  if (!holder) return;
  const banner = find(".wall-banner", holder) ?? holder.appendChild(made());
  banner.dataset.kind = kind;
  [title, said].forEach((text, index) => setText(/** @type {HTMLElement} */ (banner.children[index]), text));
}

const made = () => {
  const banner = element("div", "wall-banner", element("b"), element("span"));
  banner.setAttribute("role", "status");
  return banner;
};

export const hideBanner = () => find(".wall-banner")?.remove();
