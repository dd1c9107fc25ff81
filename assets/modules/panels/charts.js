/* Small charts as SVG, drawn from the JSON of a `data-chart` attribute. */

/** @import { Chart } from "../payloads.js" */

import { findAll } from "../core/elements.js";
import { onPaper } from "../core/paper/paper.js";
import { watch } from "../core/watch.js";
import { drawHours } from "./hours.js";
import { drawSpark } from "./spark.js";
import { fontSize } from "./svg.js";
import { drawTrend } from "./trend.js";

/** @typedef {{ width: number, height: number, type: number }} Frame in pixels; type: size of the letters */

/** @type {WeakMap<Element, string>} */
const drawnIn = new WeakMap();
/** @type {WeakMap<Element, Frame>} */
const frames = new WeakMap();

/**
 * @param {HTMLElement} place
 * @param {Chart} chart
 * @param {Frame} frame
 */
function drawChart(place, chart, frame) {
  if (chart.kind === "trend") drawTrend(place, chart, frame);
  else if (chart.kind === "hours") drawHours(place, chart, frame);
  else drawSpark(place, chart, frame);
}

/**
 * @param {HTMLElement} place
 * @param {Frame} frame
 */
function draw(place, frame) {
  const { chart } = place.dataset;
  const { width, height } = frame;
  if (!width || !height || !chart) return;
  const drawn = `${width}×${height} ${chart}`;
  if (drawnIn.get(place) === drawn && place.firstChild) return;
  drawnIn.set(place, drawn);
  drawChart(place, JSON.parse(chart), frame);
}

/* Measured where the page has just been laid out: measuring between two drawings would lay it out once for each. */
/** @param {HTMLElement[]} places */
function measure(places) {
  const measured = places.map((place) => ({ width: place.clientWidth, height: place.clientHeight, type: fontSize(place) }));
  places.forEach((place, index) => {
    frames.set(place, measured[index]);
    draw(place, measured[index]);
  });
}

export function startCharts() {
  const sizes = new ResizeObserver((entries) => measure(entries.map(({ target }) => /** @type {HTMLElement} */ (target))));
  onPaper(() => measure(findAll("[data-chart]")));
  watch("data-chart", (place) => {
    const frame = frames.get(place);
    if (frame) draw(place, frame);
    else sizes.observe(place);
  });
}
