/* The numbers of a figure as rows of words, for those who do not see it. Pure. */

/** @import { BarsFigure, HeatFigure, LinesFigure } from "../../payloads.js" */

/**
 * @param {LinesFigure} figure
 * @returns {string[][]}
 */
export function linesTable({ names, series, words }) {
  const head = [words.across, ...series.map(({ name }) => name)];
  return [head, ...names.map((name, index) => [name, ...series.map(({ texts }) => texts[index])])];
}

/**
 * @param {HeatFigure} figure
 * @returns {string[][]}
 */
export const heatTable = ({ labels, names, texts, words }) => [
  [words.across, ...labels],
  ...names.map((name, index) => [name, ...texts[index]]),
];

/**
 * @param {BarsFigure} figure
 * @returns {string[][]}
 */
export const barsTable = ({ labels, texts, marks, words }) => [
  [words.across, ""],
  ...labels.map((label, index) => [label, texts[index]]),
  ...marks.map(({ text }) => ["", text]),
];
