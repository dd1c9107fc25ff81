/* Columns of the 24 hours; hours still to come have no column. */

/** @import { HoursChart } from "../payloads.js" */
/** @import { Frame } from "./charts.js" */

import { columnsOf } from "./chart_geometry.js";
import { drawing, svgElement } from "./svg.js";

/**
 * @param {HTMLElement} place
 * @param {HoursChart} chart
 * @param {Frame} frame
 */
export function drawHours(place, { values, texts, labelled }, { width, height, type }) {
  const bottom = height - type * 1.5;
  const step = width / values.length;
  /** @type {SVGElement[]} */
  const parts = [svgElement("line", { x1: 0, x2: width, y1: bottom, y2: bottom, class: "grid" })];
  columnsOf(values, width, bottom).forEach((box, hour) => {
    const column = svgElement("rect", { ...box, class: "column" });
    if (texts[hour]) column.append(svgElement("title", {}, texts[hour]));
    parts.push(column);
  });
  for (const hour of labelled) {
    const at = { x: (hour + 0.5) * step, y: height - type * 0.25, "text-anchor": "middle" };
    parts.push(svgElement("text", at, String(hour)));
  }
  place.replaceChildren(drawing(width, height, parts));
}
