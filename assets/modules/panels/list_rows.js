/* The rows of a list, reused: what is the same stays as it is. Text enters as text nodes only. */

/** @import { ListCell, ListRow } from "../payloads.js" */

import { element, setText } from "../core/elements.js";

/**
 * @param {HTMLElement} cell
 * @param {ListCell} content [class, text], or [class, number] for a bar that is so many per cent long
 */
function writeCell(cell, [name, content]) {
  if (cell.className !== name) cell.className = name;
  if (typeof content === "string") return setText(cell, content);
  const bar = /** @type {HTMLElement} */ (cell.firstElementChild ?? cell.appendChild(element("span")));
  bar.className = "bar-fill";
  bar.style.width = `${content}%`;
}

/**
 * @param {Element} place
 * @param {string} name
 * @param {string | undefined} value
 */
function setAttribute(place, name, value) {
  if (value === undefined) place.removeAttribute(name);
  else if (place.getAttribute(name) !== value) place.setAttribute(name, value);
}

/**
 * The element that holds the cells: a link inside the item where the row leads somewhere, else the item itself.
 * @param {HTMLElement} item
 * @param {ListRow} row
 */
function holderIn(item, { href }) {
  const first = item.firstElementChild;
  const link = first instanceof HTMLAnchorElement ? first : null;
  if (Boolean(link) === Boolean(href)) return link ?? item;
  item.replaceChildren();
  return href ? item.appendChild(element("a")) : item;
}

/**
 * @param {HTMLElement} item
 * @param {ListRow} row
 */
function writeRow(item, row) {
  const holder = holderIn(item, row);
  item.className = holder === item ? row.class : "";
  if (holder !== item) holder.className = row.class;
  setAttribute(holder, "href", row.href);
  setAttribute(item, "data-code", row.code);
  setAttribute(holder, "title", row.title);
  setAttribute(holder, "data-condition", row.condition);
  setAttribute(holder, "data-also", row.also);
  setAttribute(holder, "aria-current", row.current ? "true" : undefined);
  fitChildren(holder, "span", row.cells, writeCell);
}

/**
 * Makes `holder` hold one element for each of `items`: what is there is reused, what is too many goes.
 * @template Item
 * @param {HTMLElement} holder
 * @param {"li" | "span"} name
 * @param {Item[]} items
 * @param {(child: HTMLElement, item: Item) => void} write
 */
export function fitChildren(holder, name, items, write) {
  while (holder.children.length > items.length) holder.lastElementChild?.remove();
  items.forEach((item, index) => {
    const child = holder.children[index] ?? holder.appendChild(element(name));
    write(/** @type {HTMLElement} */ (child), item);
  });
}

/**
 * @param {HTMLElement} list
 * @param {ListRow[]} rows
 */
export const writeRows = (list, rows) => fitChildren(list, "li", rows, writeRow);
