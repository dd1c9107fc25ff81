/* Lengths and areas as people read them, and the round length of a scale bar. Pure. */

import { significant, whole } from "../../core/numbers.js";

const STEPS = [1, 2, 5];

/**
 * The longest round distance (1, 2 or 5 times a power of ten) that is not longer than so many metres.
 * @param {number} metres
 */
export function roundLength(metres) {
  const power = 10 ** Math.floor(Math.log10(metres));
  return power * (STEPS.filter((step) => step * power <= metres).pop() ?? 1);
}

/**
 * A length in m or km.
 * @param {number} metres
 */
export const lengthText = (metres) => (metres < 1000 ? `${whole(metres)} m` : `${significant(metres / 1000)} km`);

/**
 * An area in m² or km².
 * @param {number} square metres
 */
export const areaText = (square) => (square < 1e5 ? `${whole(square)} m²` : `${significant(square / 1e6)} km²`);
