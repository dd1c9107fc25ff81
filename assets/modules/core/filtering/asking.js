/* The cards of figures: a control beside each row, and a switch on panels that draw their figures, after which the next
   click on one opens its card instead of what it does otherwise. Escape switches it off. */

import { parameterNames } from "../config.js";
import { around, element, find, findAll } from "../elements.js";
import { withParameter } from "./filter_address.js";
import { go } from "../navigation.js";
import { afterChanges } from "../watch.js";

const [NUMBER, LIST] = ["number", "list"];
/* The key of the panel whose next figure opens its card; "" for none. */
let asking = "";

/**
 * The address of the card of a figure, from the address as it is now.
 * @param {string} number the figure as the server names it
 */
export function cardAddress(number) {
  const { pathname, search } = window.location;
  const order = parameterNames();
  return pathname + withParameter(withParameter(search, LIST, "", order), NUMBER, number, order);
}

/**
 * The small control of a row that opens the card of its figure.
 * @param {HTMLElement} row
 * @param {string | undefined} number
 * @param {string} said
 */
export function writeControl(row, number, said) {
  const found = find(":scope > a.asks-what", row);
  if (!number) return found?.remove();
  const control = /** @type {HTMLAnchorElement} */ (found ?? row.appendChild(element("a", "asks-what", "i")));
  if (control.dataset.number === number && control.title === said) return undefined;
  Object.assign(control, { href: cardAddress(number), title: said, ariaLabel: said });
  control.dataset.number = number;
  return undefined;
}

/**
 * Whether the next figure of a panel opens its card.
 * @param {string} panel
 */
export const isAsking = (panel) => asking !== "" && asking === panel;

/**
 * Opens the card of a figure where its panel was asked for one; whether it did.
 * @param {string} panel
 * @param {string | undefined} number
 */
export function answered(panel, number) {
  if (!isAsking(panel)) return false;
  turn("");
  if (number) go(cardAddress(number));
  return true;
}

/** @param {string} panel */
function turn(panel) {
  asking = panel;
  tell();
}

/** Panels are drawn anew at any time: what is switched on is written again. */
function tell() {
  for (const part of findAll("[data-asks-next]")) {
    const pressed = String(isAsking(keyOf(part)));
    if (part.getAttribute("aria-pressed") !== pressed) part.setAttribute("aria-pressed", pressed);
  }
  const { dataset } = document.documentElement;
  if ((dataset.asking ?? "") === asking) return;
  if (asking) dataset.asking = asking;
  else delete dataset.asking;
  for (const link of findAll(".for-readers [data-number]")) link.tabIndex = isAsking(keyOf(link)) ? 0 : -1;
}

/** @param {Element} part */
const keyOf = (part) => part.closest("[data-panel]")?.getAttribute("data-panel") ?? "";

/** @param {Event} event */
function choose(event) {
  const pressed = around(event, "[data-asks-next]");
  if (pressed) return turn(isAsking(keyOf(pressed)) ? "" : keyOf(pressed));
  const figure = around(event, "[data-number]");
  if (figure?.matches("a.asks-what, .for-readers a")) return take(event, figure);
  if (figure && isAsking(keyOf(figure))) take(event, figure);
}

/**
 * @param {Event} event
 * @param {HTMLElement} figure
 */
function take(event, figure) {
  const { ctrlKey, metaKey } = /** @type {MouseEvent} */ (event);
  if (ctrlKey || metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  turn("");
  go(cardAddress(figure.dataset.number ?? ""));
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (!asking) return;
  if (event.key === "Escape") {
    event.stopImmediatePropagation();
    turn("");
  } else if (event.key === "Enter" || event.key === " ") choose(event);
}

export function startAsking() {
  document.addEventListener("click", choose, true);
  document.addEventListener("keydown", press, true);
  afterChanges(tell);
}
