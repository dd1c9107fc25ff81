/* What stands in the place of a figure until plotly.js is there: its first line. Pure. */

/** @import { LinesFigure, TrendChart } from "../../payloads.js" */

/**
 * @param {LinesFigure} figure
 * @returns {TrendChart}
 */
export function sketchOf({ series, labels, low, high, ticks, partial, period }) {
  const [{ values, texts }] = series;
  return { kind: "trend", values, texts, labels, low, high, ticks, partial, period };
}
