/* Lengths and areas as people read them, and the round length of a scale bar. Pure. */

import { grouped } from "../../core/sentences.js";

const STEPS = [1, 2, 5];

/**
 * The longest round distance (1, 2 or 5 times a power of ten) that is not longer than so many metres.
 * @param {number} metres
 */
export function roundLength(metres) {
  const power = 10 ** Math.floor(Math.log10(metres));
  return power * (STEPS.filter((step) => step * power <= metres).pop() ?? 1);
}

/** @param {number} number */
const significant = (number) =>
  number.toLocaleString("en-US", { maximumSignificantDigits: Math.max(4, Math.ceil(Math.log10(number))) });

/**
 * A length in m or km.
 * @param {number} metres
 */
export const lengthText = (metres) => (metres < 1000 ? `${Math.round(metres)} m` : `${significant(metres / 1000)} km`);

/**
 * An area in m² or km².
 * @param {number} square metres
 */
export const areaText = (square) => (square < 1e5 ? `${grouped(Math.round(square))} m²` : `${significant(square / 1e6)} km²`);
