/* Colours of the style sheet as pixels, and the classes that areas are painted in. */

/** @import { Palette } from "./cells/cell_paint.js" */

import { themeNow } from "../core/document.js";

/** Classes of values; the next number is an area without a value. */
export const SHADES = 6;
/* Then those of an area held against what is normal: inside of its band, worse, better. */
const JUDGED = ["--judged-normal", "--judged-worse", "--judged-better"];
/** What stands for "no class" where a class is written as a number. */
export const NO_SHADE = -1;

/** @type {CanvasRenderingContext2D | null} */
let sample = null;
/** @type {Map<string, Uint8ClampedArray>} */
const known = new Map();
let knownOf = "";

/**
 * A value of the style sheet: a colour, the family of type.
 * @param {string} name of a custom property
 */
export const styleValue = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * A colour of the style sheet as red, green, blue, opacity (0–255 each), read once for a theme: to read a style makes the
 * browser lay out the page.
 * @param {string} name of a custom property
 */
export function channels(name) {
  const theme = themeNow();
  if (knownOf !== theme) known.clear();
  knownOf = theme;
  const found = known.get(name) ?? sampled(name);
  known.set(name, found);
  return Uint8ClampedArray.from(found);
}

/** @param {string} name of a custom property */
function sampled(name) {
  if (!sample) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    sample = canvas.getContext("2d", { willReadFrequently: true });
  }
  if (!sample) throw new Error("This browser has no canvas.");
  sample.clearRect(0, 0, 1, 1);
  sample.fillStyle = styleValue(name);
  sample.fillRect(0, 0, 1, 1);
  return sample.getImageData(0, 0, 1, 1).data;
}

/**
 * A colour of the style sheet as one pixel of an image.
 * @param {string} name of a custom property
 * @param {number} [opacity] 0–1
 */
export function pixel(name, opacity = 1) {
  const colour = channels(name);
  colour[3] = Math.round(255 * opacity);
  return new Uint32Array(colour.buffer)[0];
}

/**
 * The colours of the classes, and of what has none.
 * @param {number} opacity 0–1
 * @returns {Palette}
 */
export function palette(opacity) {
  const ramp = Array.from({ length: SHADES }, (_, shade) => pixel(`--shade-${shade}`, opacity));
  const judged = JUDGED.map((name) => pixel(name, opacity));
  return {
    plain: Uint32Array.of(...ramp, pixel("--panel", opacity), ...judged),
    stripe: Uint32Array.of(...ramp, pixel("--unknown", opacity), ...judged),
  };
}
