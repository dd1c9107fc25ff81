/* Which level of areas a map shows, by how large a typical area of each would be on the screen. Pure. */

/** @import { CellSettings } from "../../payloads.js" */

const LINES_FROM = 9; // pixels across an area, below which its borders would be all that is seen

/**
 * The deepest level from `start` on whose areas are at least `wide` pixels across.
 * @param {number[]} metres side of a typical area by level
 * @param {number} start
 * @param {number} wide pixels
 * @param {number} metresPerPixel
 */
export function deepestLevel(metres, start, wide, metresPerPixel) {
  let level = start;
  while (level + 1 < metres.length && metres[level + 1] / metresPerPixel >= wide) level += 1;
  return level;
}

/**
 * The level whose borders are drawn where the areas of `level` are painted.
 * @param {CellSettings} settings
 * @param {number} level
 * @param {number} metresPerPixel
 */
export function borderLevel({ metres }, level, metresPerPixel) {
  let drawn = level;
  while (drawn > 1 && metres[drawn] / metresPerPixel < LINES_FROM) drawn -= 1;
  return drawn;
}
