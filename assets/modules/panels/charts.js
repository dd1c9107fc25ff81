/* Small charts as SVG, drawn from the JSON of a `data-chart` attribute. */

/** @import { Chart } from "../payloads.js" */

import { watch } from "../core/watch.js";
import { drawHours } from "./hours.js";
import { drawSpark } from "./spark.js";
import { drawTrend } from "./trend.js";

/** @type {WeakMap<Element, string>} */
const drawnIn = new WeakMap();

/**
 * @param {HTMLElement} place
 * @param {Chart} chart
 * @param {number} width
 * @param {number} height
 */
function drawChart(place, chart, width, height) {
  if (chart.kind === "trend") drawTrend(place, chart, width, height);
  else if (chart.kind === "hours") drawHours(place, chart, width, height);
  else drawSpark(place, chart, width, height);
}

/** @param {HTMLElement} place */
function draw(place) {
  const { clientWidth: width, clientHeight: height, dataset } = place;
  if (!width || !height || !dataset.chart) return;
  const drawn = `${width}×${height} ${dataset.chart}`;
  if (drawnIn.get(place) === drawn && place.firstChild) return;
  drawnIn.set(place, drawn);
  drawChart(place, JSON.parse(dataset.chart), width, height);
}

export function startCharts() {
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => draw(/** @type {HTMLElement} */ (target))));
  watch("data-chart", (place) => {
    sizes.observe(place);
    draw(place);
  });
}
