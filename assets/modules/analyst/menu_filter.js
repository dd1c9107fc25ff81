/* A field at the head of a long menu: what is typed leaves the choices whose names hold it, Enter takes the first. */

import { element, findAll } from "../core/elements.js";
import { go } from "../core/navigation.js";
import { watch } from "../core/watch.js";

/** @param {HTMLElement} menu @param {string} typed */
function filter(menu, typed) {
  const wanted = typed.trim().toLowerCase();
  for (const link of findAll("a", menu)) link.hidden = !(link.textContent ?? "").toLowerCase().includes(wanted);
}

/** @param {HTMLElement} place */
function build(place) {
  const menu = /** @type {HTMLElement | null} */ (place.closest(".menu"));
  const holder = place.closest("details");
  if (!menu || !holder) return;
  const input = element("input");
  input.type = "search";
  input.placeholder = place.dataset.menuFilter ?? "";
  input.setAttribute("aria-label", input.placeholder);
  input.addEventListener("input", () => filter(menu, input.value));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const first = /** @type {HTMLAnchorElement | undefined} */ (findAll("a:not([hidden])", menu)[0]);
    if (first) go(first.href);
  });
  holder.addEventListener("toggle", () => {
    if (!holder.open) return;
    input.value = "";
    filter(menu, "");
    input.focus({ preventScroll: true });
  });
  place.replaceChildren(input);
}

export const startMenuFilters = () => watch("data-menu-filter", build);
