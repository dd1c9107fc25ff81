/* The legend's classes: `[class, words]` as swatches with their words. */

import { element } from "../core/elements.js";
import { watchJson } from "../core/watch.js";
import { SHADES } from "./palette.js";

/**
 * One class of a legend.
 * @param {string} colour the swatch's own class of the style sheet
 * @param {string} words
 */
export const legendClass = (colour, words) =>
  element("span", "legend-class", element("span", `swatch ${colour}`), element("span", "", words));

/** @param {[number, string][]} classes */
const swatches = (classes) =>
  classes.map(([shade, words]) => legendClass(`shade-${shade === SHADES ? "none" : shade}`, words));

export const startLegend = () =>
  watchJson("data-legend", (/** @type {[number, string][]} */ classes, place) => place.replaceChildren(...swatches(classes)));
