/* The trend: line, ticks, the chosen period as a band, the running day hollow, and the value under the pointer. */

/** @import { TrendChart } from "../payloads.js" */
/** @import { Frame } from "./charts.js" */
/** @import { Box, Scales } from "./chart_geometry.js" */
/** @typedef {Box & Scales & { size: number }} Layout size: of the type in pixels */

import { dottedIndexes, linePath, nearestIndex, periodEdges, scalesIn, settledAndApart, textWidth, thinning } from "./chart_geometry.js";
import { drawing, svgElement } from "./svg.js";

const TICK_ROOM = 1.7; // of the size of type, between two ticks
const LABEL_ROOM = 4; // the same, between two days

/**
 * @param {TrendChart} chart
 * @param {Frame} frame
 * @returns {Layout}
 */
function layoutOf({ ticks, values, low, high }, { width, height, type }) {
  const size = type;
  const longest = Math.max(...ticks.map(([, text]) => textWidth(text)));
  const box = { left: longest * size + 8, right: width - size * 2, top: size * 0.7, bottom: height - size * 1.6 };
  return { ...box, ...scalesIn(box, values.length, low, high), size };
}

/**
 * @param {TrendChart} chart
 * @param {Layout} at
 */
function tickLines({ ticks }, at) {
  const every = thinning(ticks.length - 1, Math.floor((at.bottom - at.top) / (at.size * TICK_ROOM)));
  return ticks
    .filter((_, index) => index % every === 0)
    .flatMap(([value, text]) => {
      const y = at.y(value);
      const line = svgElement("line", { x1: at.left, x2: at.right, y1: y, y2: y, class: "grid" });
      return [line, svgElement("text", { x: at.left - 6, y: y + at.size * 0.35, "text-anchor": "end" }, text)];
    });
}

/**
 * @param {TrendChart} chart
 * @param {Layout} at
 */
function dayLabels({ labels }, at) {
  const every = Math.max(1, Math.ceil((labels.length * at.size * LABEL_ROOM) / (at.right - at.left)));
  const last = labels.length - 1;
  return labels.flatMap((label, index) => {
    if ((last - index) % every) return [];
    return [svgElement("text", { x: at.x(index), y: at.bottom + at.size * 1.3, "text-anchor": "middle" }, label)];
  });
}

/**
 * @param {TrendChart} chart
 * @param {Layout} at
 */
function band(chart, at) {
  const edges = periodEdges(chart, at, at);
  if (!edges) return [];
  const [left, right] = edges;
  const size = { width: Math.max(1, right - left), height: at.bottom - at.top };
  return [svgElement("rect", { x: left, y: at.top, ...size, class: "band" })];
}

/**
 * @param {TrendChart} chart
 * @param {Layout} at
 */
function line({ values, partial, settled }, at) {
  const last = values.length - 1;
  const whole = partial ? values.slice(0, -1) : values;
  const dots = dottedIndexes(values, partial).map((index) => {
    const isApart = (partial && index === last) || index < settled[0] || index >= settled[1];
    const state = isApart ? "dot partial" : "dot";
    return svgElement("circle", { cx: at.x(index), cy: at.y(values[index] ?? 0), r: at.size / 4, class: state });
  });
  const lines = settledAndApart(whole, settled);
  const drawn = /** @type {const} */ ([[lines.settled, "line"], [lines.apart, "line apart"]]).filter(([of]) => of.some((value) => value !== null));
  return [...drawn.map(([of, kind]) => svgElement("path", { d: linePath(of, at), class: kind })), ...dots];
}

/**
 * Notes: a mark over their days, with their words for who points at it or hears it.
 * @param {TrendChart} chart
 * @param {Layout} at
 */
function noteMarks({ notes }, at) {
  return notes.map(({ first, last, text }) => {
    const [left, right] = [at.x(first), at.x(last)];
    const [middle, side] = [(left + right) / 2, at.size * 0.45];
    const points = `${middle - side},${at.top} ${middle + side},${at.top} ${middle},${at.top + side * 1.4}`;
    const mark = svgElement("polygon", { points, class: "note" });
    const span = svgElement("line", { x1: left, x2: right, y1: at.top, y2: at.top, class: "note" });
    const group = svgElement("g", { role: "img", "aria-label": text });
    group.append(svgElement("title", {}, text), span, mark);
    return group;
  });
}

/**
 * What the city wants the KPI to be, with its words above the line, below it where that is the upper edge.
 * @param {TrendChart} chart
 * @param {Layout} at
 */
function targetLine({ target }, at) {
  if (!target) return [];
  const y = at.y(target.value);
  const isHigh = y - at.size < at.top;
  const words = svgElement("text", { x: at.left, y: y + at.size * (isHigh ? 1.1 : -0.3), class: "target" }, target.text);
  return [svgElement("line", { x1: at.left, x2: at.right, y1: y, y2: y, class: "target" }), words];
}

/**
 * Breaks of the series: an upright line with its day, and why for who points at it or hears it.
 * @param {TrendChart} chart
 * @param {Layout} at
 */
function breakMarks({ breaks }, at) {
  return breaks.map(({ at: place, label, text }) => {
    const x = at.x(place);
    const group = svgElement("g", { role: "img", "aria-label": `${label} ${text}`, class: "break" });
    const upright = svgElement("line", { x1: x, x2: x, y1: at.top, y2: at.bottom });
    group.append(svgElement("title", {}, text), upright, svgElement("text", { x: x + 3, y: at.bottom - 3 }, label));
    return group;
  });
}

/**
 * The pointer's day: a rule and its words, in elements that live as long as the drawing.
 * @param {SVGSVGElement} svg
 * @param {TrendChart} chart
 * @param {Layout} at
 */
function addPointer(svg, { values, texts }, at) {
  const rule = svgElement("line", { y1: at.top, y2: at.bottom, class: "rule" });
  const words = svgElement("text", { y: at.top + at.size * 0.4, class: "reading" });
  const setVisible = (/** @type {boolean} */ is) =>
    [rule, words].forEach((part) => (part.style.display = is ? "" : "none"));
  setVisible(false);
  svg.append(rule, words);
  svg.addEventListener("pointermove", (event) => {
    const index = nearestIndex(event.offsetX, at, values.length);
    const x = at.x(index);
    rule.setAttribute("x1", String(x));
    rule.setAttribute("x2", String(x));
    const isLate = x > (at.left + at.right) / 2;
    words.setAttribute("x", String(x + (isLate ? -6 : 6)));
    words.setAttribute("text-anchor", isLate ? "end" : "start");
    words.textContent = texts[index];
    setVisible(true);
  });
  svg.addEventListener("pointerleave", () => setVisible(false));
}

/**
 * @param {HTMLElement} place
 * @param {TrendChart} chart
 * @param {Frame} frame
 */
export function drawTrend(place, chart, { width, height, type }) {
  const at = layoutOf(chart, { width, height, type });
  const marks = [...noteMarks(chart, at), ...breakMarks(chart, at)];
  const parts = [...band(chart, at), ...tickLines(chart, at), ...dayLabels(chart, at), ...targetLine(chart, at), ...line(chart, at), ...marks];
  const svg = drawing(width, height, parts);
  addPointer(svg, chart, at);
  place.replaceChildren(svg);
}
