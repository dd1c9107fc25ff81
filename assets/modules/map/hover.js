/* The tooltip beside the pointer: name, value and n of the area under it, as text nodes. */

import { element } from "../core/elements.js";

const [BESIDE, MARGIN] = [12, 24]; // pixels

/** @typedef {ReturnType<typeof hoverBox>} Hover */

/**
 * A box inside `holder`: `show(event, lines)` at the pointer, `refresh()` when values changed, `hide()`.
 * @param {HTMLElement} holder
 */
export function hoverBox(holder) {
  const box = holder.appendChild(element("div", "map-hover"));
  box.hidden = true;
  /** @type {(() => string[]) | null} */
  let lines = null;

  function write() {
    const texts = lines?.() ?? [];
    while (box.childNodes.length < texts.length) box.append(element("div"));
    texts.forEach((text, index) => (box.childNodes[index].textContent = text));
  }

  /**
   * @param {{ clientX: number, clientY: number }} event
   * @param {() => string[]} linesOf
   */
  function show(event, linesOf) {
    lines = linesOf;
    write();
    box.hidden = false;
    const frame = holder.getBoundingClientRect();
    const beside = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ room) =>
      `${at + size + MARGIN > room ? at - size - BESIDE : at + BESIDE}px`;
    box.style.left = beside(event.clientX - frame.left, box.offsetWidth, frame.width);
    box.style.top = beside(event.clientY - frame.top, box.offsetHeight, frame.height);
  }

  function hide() {
    box.hidden = true;
    lines = null;
  }

  const refresh = () => lines && write();
  return { box, show, hide, refresh };
}
