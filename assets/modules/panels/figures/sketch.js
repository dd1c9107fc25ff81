/* What stands in the place of a figure until plotly.js is there: one of its lines, of stacked parts their sum. Pure. */

/** @import { LinesFigure, TrendChart } from "../../payloads.js" */

/**
 * @param {LinesFigure} figure
 * @returns {TrendChart}
 */
export function sketchOf({ series, labels, names, stacked, low, high, ticks, partial, period, notes, target, breaks }) {
  const line = series.find(({ role }) => role === "chosen") ?? series[0];
  const sums = names.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const [values, texts] = stacked ? [sums, names] : [line.values, line.texts];
  const { settled, numbers } = line;
  return { kind: "trend", values, texts, labels, low, high, ticks, partial, settled, period, numbers, notes, target, breaks };
}
