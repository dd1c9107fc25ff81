/* The small line of a card, with a dot at its end and on days without a neighbour. */

/** @import { SparkChart } from "../payloads.js" */
/** @import { Frame } from "./charts.js" */
/** @import { Scales } from "./chart_geometry.js" */

import { dottedIndexes, linePath, scalesIn, settledAndApart } from "./chart_geometry.js";
import { drawing, svgElement } from "./svg.js";

const FLATTEST = 1.2; // width to height, below which there is no room for a line

/**
 * Where the series breaks: an upright line; the words are those of the card.
 * @param {number[]} breaks
 * @param {Scales} scales
 * @param {number} height
 */
function breakMarks(breaks, scales, height) {
  const group = svgElement("g", { class: "break" });
  for (const at of breaks) group.append(svgElement("line", { x1: scales.x(at), x2: scales.x(at), y1: 0, y2: height }));
  return group;
}

/**
 * @param {HTMLElement} place
 * @param {SparkChart} chart
 * @param {Frame} frame
 */
export function drawSpark(place, { values, settled, breaks }, { width, height, type }) {
  if (width < height * FLATTEST) return place.replaceChildren(drawing(width, height, []));
  const present = values.filter((value) => value !== null);
  const inset = type / 4;
  const box = { left: inset, right: width - inset, top: inset, bottom: height - inset };
  const scales = scalesIn(box, values.length, Math.min(...present), Math.max(...present));
  const lines = settledAndApart(values, settled);
  /** @type {SVGElement[]} */
  const parts = [
    svgElement("path", { d: linePath(lines.settled, scales), class: "line" }),
    svgElement("path", { d: linePath(lines.apart, scales), class: "line apart" }),
  ];
  for (const index of dottedIndexes(values)) {
    const [cx, cy] = [scales.x(index), scales.y(values[index] ?? 0)];
    const state = index < settled[0] || index >= settled[1] ? "dot partial" : "dot";
    parts.push(svgElement("circle", { cx, cy, r: inset * 0.6, class: state }));
  }
  if (breaks.length) parts.push(breakMarks(breaks, scales, height));
  place.replaceChildren(drawing(width, height, parts));
}
