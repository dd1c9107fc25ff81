/* The rows of a list, reused: what is the same stays as it is. Text enters as text nodes only. */

/** @import { ListCell, ListRow } from "../payloads.js" */

import { writeControl } from "../core/filtering/asking.js";
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
  bar.hidden = content === 0; // of what is not compared, too
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
 * The element that holds the cells: inside the item where the row leads somewhere or has a control, else the item itself.
 * @param {HTMLElement} item
 * @param {"a" | "div" | "li"} name
 */
function holderIn(item, name) {
  const first = /** @type {HTMLElement | null} */ (item.firstElementChild);
  const found = first && ["A", "DIV"].includes(first.tagName) ? first : item;
  if (found.localName === name) return found;
  item.replaceChildren();
  return name === "li" ? item : item.appendChild(element(name));
}

/**
 * @param {HTMLElement} item
 * @param {ListRow} row
 * @param {string | undefined} asks the name of the control that opens the card of a figure; none without
 */
function writeRow(item, row, asks) {
  const holder = holderIn(item, row.href ? "a" : asks && row.number ? "div" : "li");
  item.className = holder === item ? row.class : "";
  if (holder !== item) holder.className = row.class;
  setAttribute(holder, "href", row.href);
  setAttribute(item, "data-code", row.code);
  setAttribute(holder, "title", row.title);
  setAttribute(holder, "data-condition", row.condition);
  setAttribute(holder, "data-also", row.also);
  setAttribute(holder, "data-plain", row.plain ? "" : undefined);
  setAttribute(holder, "aria-current", row.current ? "true" : undefined);
  setAttribute(item, "data-number", row.number);
  fitChildren(holder, "span", row.cells, writeCell);
  if (holder !== item) writeControl(item, asks && row.number, asks?.replace("{name}", nameOf(row)) ?? "");
}

/** @param {ListRow} row */
const nameOf = ({ cells, title }) => String(cells.find(([name]) => name === "row-name")?.[1] ?? title ?? "");

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
export const writeRows = (list, rows) => fitChildren(list, "li", rows, (item, row) => writeRow(item, row, list.dataset.asks));
