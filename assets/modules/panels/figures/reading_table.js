/* The numbers of a figure as rows of words, for those who do not see it, with links for what a click on it does. Pure. */

/** @import { BarsFigure, HeatFigure, LinesFigure } from "../../payloads.js" */
/** @typedef {{ text: string, href?: string, condition?: string, isChosen: boolean }} TableLink
    it leads to an address, or filters by a condition */
/** @typedef {string | TableLink} TableCell */

/**
 * @param {LinesFigure} figure
 * @returns {TableCell[][]}
 */
export function linesTable({ names, series, spans, brush, period: [first, last], words }) {
  const head = [words.across, ...series.map(({ name }) => name)];
  const linked = (/** @type {string} */ text, /** @type {number} */ index) =>
    brush && spans[index]
      ? { text, href: brush.replace("__DAYS__", spans[index].join("..")), isChosen: index === first && index === last }
      : text;
  return [head, ...names.map((name, index) => [linked(name, index), ...series.map(({ texts }) => texts[index])])];
}

/**
 * @param {string} text
 * @param {string | null | undefined} condition
 * @param {boolean} isChosen
 * @returns {TableCell}
 */
const filtering = (text, condition, isChosen) => (condition ? { text, condition, isChosen } : text);

/**
 * @param {HeatFigure} figure
 * @returns {TableCell[][]}
 */
export const heatTable = ({ labels, names, texts, words, conditions: [rows, columns], chosen }) => [
  [words.across, ...labels.map((label, index) => filtering(label, columns[index], chosen[1].includes(index)))],
  ...names.map((name, index) => [filtering(name, rows[index], chosen[0].includes(index)), ...texts[index]]),
];

/**
 * @param {BarsFigure} figure
 * @returns {TableCell[][]}
 */
export const barsTable = ({ labels, texts, marks, words, conditions, chosen }) => [
  [words.across, ""],
  ...labels.map((label, index) => [filtering(label, conditions[index], chosen.includes(index)), texts[index]]),
  ...marks.map(({ text }) => ["", text]),
];
