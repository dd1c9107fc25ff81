/* How dark a wall is at a moment, and by how many pixels its picture is moved. Pure: walls that are one picture together
   move together. */

/** @import { UnattendedWall } from "../payloads.js" */

import { zonedTime } from "../core/zoned_time.js";

const MINUTE_MS = 60000;
/* Round the place in which the picture stands at first. */
const PLACES = [[0, 0], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]]; // prettier-ignore

/**
 * Whether an instant lies in the hours of the night, which may go over midnight; none where both ends are the same.
 * @param {number} instant milliseconds since 1970
 * @param {UnattendedWall} settings
 */
export function isNight(instant, { zone, dim_from: from, dim_until: until }) {
  const now = zonedTime(instant, zone).time.slice(0, 5);
  return from <= until ? from <= now && now < until : from <= now || now < until;
}

/**
 * How much darker the wall is at an instant, from 0 (not at all) to 1.
 * @param {number} instant milliseconds since 1970
 * @param {UnattendedWall} settings
 */
export const darkness = (instant, settings) => (isNight(instant, settings) ? settings.dim_percent / 100 : 0);

/**
 * By how many pixels the picture is moved at an instant, to the right and down.
 * @param {number} instant milliseconds since 1970
 * @param {UnattendedWall} settings
 * @returns {[number, number]}
 */
export function shift(instant, { shift_pixels: pixels, shift_minutes: minutes }) {
  const [right, down] = PLACES[Math.floor(instant / (minutes * MINUTE_MS)) % PLACES.length];
  return [right * pixels, down * pixels];
}
