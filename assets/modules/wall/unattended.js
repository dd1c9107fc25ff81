/* What a wall does that nobody looks after, by the clock: it grows darker at night and moves its picture by a few pixels.
   Both leave the layout as it is: the dark lies above everything, and the picture moves within the margin around it. */

/** @import { UnattendedWall } from "../payloads.js" */

import { isWall } from "../core/document.js";
import { watchJson } from "../core/watch.js";
import { presentMoment } from "./clock.js";
import { darkness, shift } from "./night.js";

const LOOK_MS = 1000;
/** @type {UnattendedWall | null} */
let settings = null;

/** What is declared for the walls of the city; null before anything is known. */
export const unattended = () => settings;

/** @param {string} name @param {string} value */
function wear(name, value) {
  const { style } = document.documentElement;
  if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
}

function show() {
  if (!settings || !isWall()) return;
  const [right, down] = shift(presentMoment(), settings);
  wear("--darkness", String(darkness(presentMoment(), settings)));
  wear("--shift", `${right}px ${down}px`);
}

/** @param {UnattendedWall} read */
function receive(read) {
  settings = read;
  show();
}

export function startUnattended() {
  watchJson("data-unattended", receive);
  window.setInterval(show, LOOK_MS);
}
