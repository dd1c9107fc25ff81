/* Columns of the 24 hours; hours still to come have no column. Each is the link of a filter where the screen has links. */

/** @import { HoursChart } from "../payloads.js" */
/** @import { Frame } from "./charts.js" */

import { find } from "../core/elements.js";
import { columnsOf } from "./chart_geometry.js";
import { drawing, svgElement } from "./svg.js";

/**
 * @param {HTMLElement} place
 * @param {HoursChart} chart
 * @param {Frame} frame
 */
export function drawHours(place, chart, { width, height, type }) {
  const { values, texts, labelled } = chart;
  const bottom = height - type * 1.5;
  const step = width / values.length;
  /** @type {SVGElement[]} */
  const parts = [svgElement("line", { x1: 0, x2: width, y1: bottom, y2: bottom, class: "grid" })];
  columnsOf(values, width, bottom).forEach((box, hour) => {
    const isChosen = chart.chosen.includes(hour);
    const column = svgElement("rect", { ...box, class: `column${isChosen ? " chosen" : ""}${chart.faint ? " apart" : ""}` });
    if (texts[hour]) column.append(svgElement("title", {}, texts[hour]));
    const sign = isChosen ? [svgElement("rect", { ...box, y: bottom, height: type * 0.2, class: "sign" })] : [];
    const reach = svgElement("rect", { x: hour * step, y: 0, width: step, height: bottom, class: "reach" });
    const link = linkOf(chart, hour);
    link?.append(reach, column, ...sign);
    parts.push(link ?? column);
  });
  for (const hour of labelled) {
    const at = { x: (hour + 0.5) * step, y: height - type * 0.25, "text-anchor": "middle" };
    parts.push(svgElement("text", at, String(hour)));
  }
  const focused = document.activeElement?.getAttribute("data-condition");
  const hadFocus = place.contains(document.activeElement);
  place.replaceChildren(drawing(width, height, parts));
  if (hadFocus && focused) find(`[data-condition="${focused}"]`, place)?.focus();
}

/**
 * The link of an hour; the first, or the first one chosen, is where the Tab key stops.
 * @param {HoursChart} chart
 * @param {number} hour
 */
function linkOf({ links, chosen, texts, numbers }, hour) {
  const href = links[hour];
  if (!href) return null;
  const name = String(hour).padStart(2, "0");
  const isChosen = chosen.includes(hour);
  const link = svgElement("a", { href, "data-condition": `hour=${name}`, tabindex: hour === (chosen[0] ?? 0) ? 0 : -1 });
  if (numbers[hour]) link.setAttribute("data-number", numbers[hour]);
  link.setAttribute("aria-label", texts[hour] || `${name}:00`);
  if (isChosen) link.setAttribute("aria-current", "true");
  return link;
}
