/* Geometry of the charts, in pixels from the upper left corner. Pure. */

/** @import { TrendChart } from "../payloads.js" */
/** @typedef {(number | null)[]} Values null where there is no value */
/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */
/** @typedef {{ x: (index: number) => number, y: (value: number) => number }} Scales */

const FULL_WIDTH = "\u2e80"; // from here on letters are as wide as high
const NARROW = 0.6;

/**
 * The path through the points that have a value: a gap where one is missing.
 * @param {Values} values
 * @param {Scales} scales
 */
export function linePath(values, { x, y }) {
  let pen = "M";
  let route = "";
  values.forEach((value, index) => {
    if (value === null) {
      pen = "M";
      return;
    }
    route += `${pen}${x(index).toFixed(1)},${y(value).toFixed(1)}`;
    pen = "L";
  });
  return route;
}

/**
 * Width of a text in letters as wide as high.
 * @param {string} text
 */
export const textWidth = (text) => [...text].reduce((sum, letter) => sum + (letter > FULL_WIDTH ? 1 : NARROW), 0);

/**
 * Where values of an index range and a value range lie in a box.
 * @param {Box} box
 * @param {number} count
 * @param {number} low
 * @param {number} high
 * @returns {Scales}
 */
export function scalesIn({ left, right, top, bottom }, count, low, high) {
  const [across, spread] = [Math.max(1, count - 1), high - low || 1];
  return {
    x: (index) => left + (index * (right - left)) / across,
    y: (value) => bottom - ((value - low) / spread) * (bottom - top),
  };
}

/**
 * Every how manieth of `steps` equal steps is drawn where there is room for so many: a divisor, so that both ends are drawn.
 * @param {number} steps
 * @param {number} room
 */
export function thinning(steps, room) {
  let every = Math.max(1, Math.ceil(steps / Math.max(1, room)));
  while (every < steps && steps % every) every += 1;
  return every;
}

/**
 * The left and right edge of the chosen period, null where all days or none are chosen.
 * @param {TrendChart} chart
 * @param {Box} box
 * @param {Scales} scales
 * @returns {[number, number] | null}
 */
export function periodEdges({ period: [first, last], values }, { left, right }, { x }) {
  if (first === null || last === null || (first === 0 && last === values.length - 1)) return null;
  const half = (right - left) / Math.max(1, values.length - 1) / 2;
  return [Math.max(left, x(first) - half), Math.min(right, x(last) + half)];
}

/**
 * The values as two lines: those that are settled, and the others with the settled neighbour that their line comes from.
 * @param {Values} values
 * @param {[number, number]} settled index of the first settled value and of the one after the last
 * @returns {{ settled: Values, apart: Values }}
 */
export function settledAndApart(values, [first, end]) {
  const isInside = (/** @type {number} */ index) => index >= first && index < end;
  const isEdge = (/** @type {number} */ index) => (index === first && first > 0) || (index === end - 1 && end < values.length);
  return {
    settled: values.map((value, index) => (isInside(index) ? value : null)),
    apart: values.map((value, index) => (!isInside(index) || isEdge(index) ? value : null)),
  };
}

/**
 * Which values get a dot: the last, and those without a neighbour that a line could come from.
 * @param {Values} values
 * @param {boolean} isPartial the last value stands apart from the line
 */
export function dottedIndexes(values, isPartial = false) {
  const last = values.length - 1;
  const line = isPartial ? values.slice(0, -1) : values;
  return values.flatMap((value, index) => {
    const isAlone = (line[index - 1] ?? null) === null && (line[index + 1] ?? null) === null;
    return value !== null && (isAlone || index === last) ? [index] : [];
  });
}

/**
 * The index nearest to a position across a box.
 * @param {number} position
 * @param {Box} box
 * @param {number} count
 */
export function nearestIndex(position, { left, right }, count) {
  const share = (position - left) / (right - left);
  return Math.min(count - 1, Math.max(0, Math.round(share * (count - 1))));
}

/**
 * Columns of values from 0, in a box; a missing value has no height.
 * @param {Values} values
 * @param {number} width
 * @param {number} bottom
 * @returns {{ x: number, y: number, width: number, height: number }[]}
 */
export function columnsOf(values, width, bottom) {
  const top = Math.max(1, ...values.map((value) => value ?? 0));
  const step = width / values.length;
  return values.map((value, index) => {
    const height = ((value || 0) / top) * (bottom - 2);
    return { x: index * step + step * 0.07, y: bottom - height, width: step * 0.86, height };
  });
}
