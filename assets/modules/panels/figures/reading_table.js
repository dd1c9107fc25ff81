/* The numbers of a figure as rows of words, for those who do not see it. Pure. */

/** @import { LinesFigure } from "../../payloads.js" */

/**
 * @param {LinesFigure} figure
 * @returns {string[][]}
 */
export function linesTable({ names, series, words }) {
  const head = [words.across, ...series.map(({ name }) => name)];
  return [head, ...names.map((name, index) => [name, ...series.map(({ texts }) => texts[index])])];
}
