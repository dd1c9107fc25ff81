/* Where a click on a figure leads: a day is the new period, a bar or a cell filters. */

/** @import { Figure } from "../../payloads.js" */

import { filterTarget, modeOf } from "../../core/filtering/filter_target.js";

/** @typedef {{ x: number, y: number, data?: { name?: string } }} FigurePoint as Plotly says it: places along the axes */

/**
 * The address to which a click leads, or null for nowhere.
 * @param {Figure} figure
 * @param {FigurePoint} point
 * @param {MouseEvent} event
 */
export function targetOfPoint(figure, { x, y }, event) {
  if (figure.kind === "lines") return addressOfPlace(figure, x);
  const conditions = conditionsAt(figure, x, y).filter((one) => typeof one === "string");
  const isOut = event.altKey && conditions.length > 1; // without one cell of a table: no address says so
  return conditions.length && !isOut ? filterTarget(conditions, modeOf(event)) : null;
}

/**
 * The figure at a point as an address names it.
 * @param {Figure} figure
 * @param {FigurePoint} point
 */
export function numberOfPoint(figure, { x, y, data }) {
  if (figure.kind === "bars") return figure.numbers[figure.across ? y : x];
  if (figure.kind === "heat") return figure.numbers[y]?.[x];
  return (figure.series.find(({ name }) => name === data?.name) ?? figure.series[0])?.numbers[x];
}

/**
 * By what a bar or a cell filters.
 * @param {Exclude<Figure, { kind: "lines" }>} figure
 * @param {number} x
 * @param {number} y
 * @returns {(string | null | undefined)[]}
 */
function conditionsAt(figure, x, y) {
  if (figure.kind === "bars") return [figure.conditions[figure.across ? y : x]];
  return [figure.conditions[0][y], figure.conditions[1][x]];
}

/**
 * The address of the days at a place across lines.
 * @param {Extract<Figure, { kind: "lines" }>} figure
 * @param {number} place
 */
export function addressOfPlace({ spans, brush }, place) {
  return spans[place] && brush ? brush.replace("__DAYS__", spans[place].join("..")) : null;
}

/**
 * Whether a click on the figure leads anywhere.
 * @param {Figure} figure
 */
export const hasFilters = (figure) =>
  figure.kind === "lines"
    ? figure.brush !== ""
    : figure.kind === "bars"
      ? figure.conditions.some((one) => one !== null)
      : figure.conditions[0].length > 0;
