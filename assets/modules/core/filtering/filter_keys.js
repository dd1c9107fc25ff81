/* Filtering without a pointer, and taking the last step back. Enter and Space do what a click does, with Shift and Alt too. */

import { onAddressChange } from "../address.js";
import { around, findAll } from "../elements.js";
import { targetOfLink } from "./filter_target.js";
import { hasModifier } from "../keyboard.js";
import { go } from "../navigation.js";

/** @param {KeyboardEvent} event */
function choose(event) {
  const link = around(event, "a[data-condition]");
  if (!link || (event.key !== "Enter" && event.key !== " ") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!event.repeat) go(targetOfLink(link, event));
}

/* A row of many links is one stop of the Tab key; arrows go from one to the next. */
/** @param {KeyboardEvent} event */
function step(event) {
  const links = findAll("a[href]", around(event, "[data-arrows]") ?? document.createElement("div"));
  const here = links.findIndex((link) => link === event.target);
  const places = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: links.length - 1 };
  const next = links[places[/** @type {keyof typeof places} */ (event.key)]];
  if (here < 0 || !next || hasModifier(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  links.forEach((link) => link.setAttribute("tabindex", link === next ? "0" : "-1"));
  next.focus();
}

/** Says on the document whether there is a step of this page to take back. */
function tellWhetherWithin() {
  document.documentElement.toggleAttribute("data-within", Boolean(window.history.state?.isWithin));
}

/** @param {MouseEvent} event */
function takeBack(event) {
  if (around(event, "[data-take-back]")) window.history.back();
}

export function startFilterKeys() {
  document.addEventListener("keydown", choose);
  document.addEventListener("keydown", step);
  document.addEventListener("click", takeBack);
  onAddressChange(tellWhetherWithin);
  tellWhetherWithin();
}
