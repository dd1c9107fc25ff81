/* Lines and marks grow with the type: on a large screen a line of two pixels is a hair. Pure. */

/** @import { Drawing } from "./makers.js" */
/** @typedef {{ width?: number }} Line */
/** @typedef {{ size?: number, line?: Line }} Marker */

const USUAL = 16; // pixels of the type for which widths and sizes are given

/**
 * @param {Line} line
 * @param {number} by
 * @returns {Line}
 */
const grownLine = (line, by) => (line.width === undefined ? line : { ...line, width: line.width * by });

/**
 * @param {Record<string, unknown>} part a trace or a shape
 * @param {number} by
 */
function grownPart(part, by) {
  const found = { ...part };
  if (part.line) found.line = grownLine(/** @type {Line} */ (part.line), by);
  if (!part.marker) return found;
  const { size, line, ...rest } = /** @type {Marker} */ (part.marker);
  found.marker = { ...rest, ...(size && { size: size * by }), ...(line && { line: grownLine(line, by) }) };
  return found;
}

/**
 * A drawing with the lines and marks that fit its type.
 * @param {Drawing} drawing
 * @param {number} size of the type
 * @returns {Drawing}
 */
export function grown({ data, layout }, size) {
  const by = Math.max(1, size / USUAL);
  const shapes = /** @type {Record<string, unknown>[]} */ (layout.shapes ?? []);
  return { data: data.map((trace) => grownPart(trace, by)), layout: { ...layout, shapes: shapes.map((one) => grownPart(one, by)) } };
}
