/* A small table on the map: the special grids chosen as columns, KPIs as rows. */

/** @import { SpecialAnswer, SpecialComparison as Comparison } from "../../payloads.js" */

import { element } from "../../core/elements.js";
import { keepFromMap } from "../view.js";

/**
 * @param {string} classes
 * @param {string} text
 * @param {string} href
 * @param {string} title
 */
function link(classes, text, href, title) {
  const made = element("a", classes, text);
  made.href = href;
  made.title = title;
  made.setAttribute("aria-label", title);
  return made;
}

/**
 * @param {SpecialAnswer} answer
 * @param {Comparison} comparison
 */
function table({ chosen, without }, { names, rows, words }) {
  const head = element("tr", "", element("th"));
  names.forEach((name, place) => {
    const cell = element("th", "", element("span", "", name));
    const remove = without[chosen[place]];
    if (names.length > 1) cell.append(" ", link("special-remove", "✕", remove, `${words.remove} ${name}`));
    cell.scope = "col";
    head.append(cell);
  });
  const body = rows.map(([name, cells]) => {
    const heading = element("th", "", name);
    heading.scope = "row";
    const sized = (/** @type {string} */ size) => (size ? [element("span", "quiet", ` ${size}`)] : []);
    return element("tr", "", heading, ...cells.map(([value, size]) => element("td", "", value, ...sized(size))));
  });
  return element("table", "", element("thead", "", head), element("tbody", "", ...body));
}

/** The box with the table; it lies on the map while special grids are chosen. */
export class SpecialComparison {
  #box = element("section", "special-compare");

  constructor() {
    this.#box.hidden = true;
    keepFromMap(this.#box);
  }

  /** @param {SpecialAnswer} answer */
  show(answer) {
    const { compare } = answer;
    this.#box.hidden = !compare;
    if (!compare) return;
    const { words, close } = compare;
    const shut = link("special-close", "✕", close, words.close);
    this.#box.setAttribute("aria-label", words.compare);
    this.#box.replaceChildren(element("header", "", element("h2", "", words.compare), shut), table(answer, compare));
    if (!this.#box.isConnected) document.getElementById("map-holder")?.append(this.#box);
  }

  remove() {
    this.#box.remove();
  }
}
