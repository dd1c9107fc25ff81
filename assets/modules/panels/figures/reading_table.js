/* The numbers of a figure as rows of words, for those who do not see it, with links for what a click on it does. Pure. */

/** @import { BarsFigure, HeatFigure, LinesFigure } from "../../payloads.js" */
/** @typedef {{ text: string, href?: string, condition?: string, number?: string, isChosen: boolean }} TableLink
    it leads to an address, filters by a condition, or opens the card of a figure */
/** @typedef {string | TableLink} TableCell */

/**
 * @param {LinesFigure} figure
 * @returns {TableCell[][]}
 */
export function linesTable({ names, series, spans, brush, period: [first, last], notes, breaks, words, normal }) {
  const head = [words.across, ...series.map(({ name }) => name), ...(normal ? [normal.name] : [])];
  const linked = (/** @type {string} */ text, /** @type {number} */ index) =>
    brush && spans[index]
      ? { text, href: brush.replace("__DAYS__", spans[index].join("..")), isChosen: index === first && index === last }
      : text;
  const lines = series.map(({ texts, numbers }) => texts.map((text, index) => asking(text, numbers[index])));
  const rows = names.map((name, index) => [linked(name, index), ...lines.map((line) => line[index]), ...(normal ? [normal.texts[index]] : [])]);
  const broken = breaks.map(({ label, text }) => [label, text]);
  return [head, ...rows, ...notes.map(({ first: from, text }) => [names[from], text]), ...broken];
}

/**
 * @param {string} text
 * @param {string | undefined} number
 * @returns {TableCell}
 */
const asking = (text, number) => (number && text ? { text, number, isChosen: false } : text);

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
export const heatTable = ({ labels, names, texts, words, conditions: [rows, columns], chosen, numbers }) => [
  [words.across, ...labels.map((label, index) => filtering(label, columns[index], chosen[1].includes(index)))],
  ...names.map((name, row) => [
    filtering(name, rows[row], chosen[0].includes(row)),
    ...texts[row].map((text, column) => asking(text, numbers[row][column])),
  ]),
];

/**
 * @param {BarsFigure} figure
 * @returns {TableCell[][]}
 */
export const barsTable = ({ labels, texts, marks, words, conditions, chosen, numbers }) => [
  [words.across, ""],
  ...labels.map((label, index) => [
    filtering(label, conditions[index], chosen.includes(index)),
    asking(texts[index], numbers[index]),
  ]),
  ...marks.map(({ text }) => ["", text]),
];
