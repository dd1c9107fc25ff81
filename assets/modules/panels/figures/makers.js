/* What draws each kind of figure: adding a kind is adding its module and a line here. */

/** @import { Figure } from "../../payloads.js" */
/** @import { Look } from "./look.js" */
/** @import { TableCell } from "./reading_table.js" */
/** @typedef {{ width: number, height: number }} Frame in pixels */
/** @typedef {{ data: Record<string, unknown>[], layout: Record<string, unknown> }} Drawing */
/** @typedef {(figure: any, look: Look, frame: Frame) => Drawing} Maker */

import { barsFigure } from "./bars.js";
import { grown } from "./growth.js";
import { heatFigure } from "./heat.js";
import { linesFigure } from "./lines.js";
import { barsTable, heatTable, linesTable } from "./reading_table.js";

/** @type {Record<Figure["kind"], Maker>} */
const MAKERS = { lines: linesFigure, heat: heatFigure, bars: barsFigure };
/** @type {Record<Figure["kind"], (figure: any) => TableCell[][]>} */
const TABLES = { lines: linesTable, heat: heatTable, bars: barsTable };

/**
 * A figure as Plotly takes it.
 * @param {Figure} figure
 * @param {Look} look
 * @param {Frame} frame
 */
export const drawingOf = (figure, look, frame) => grown(MAKERS[figure.kind](figure, look, frame), look.size);

/**
 * Its numbers as rows of a table, the first of them the heading.
 * @param {Figure} figure
 */
export const tableOf = (figure) => TABLES[figure.kind](figure);
