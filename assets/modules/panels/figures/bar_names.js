/* Names of bars: cut where they lie beside them, in lines below upright ones. Pure. */

import { textWidth } from "../chart_geometry.js";

const NAME_ROOM = 1.3; // of the width of a name, between two of them
const MOST_WHOLE = 8; // bars of which each keeps its name; more are steps of a scale, which can be read without some
const MOST_LINES = 3;
const PARTS = /[\u3400-\u9fff]|[^\s\u3400-\u9fff]+|\s+/gu;

/**
 * A name that fits, its end cut.
 * @param {string} name
 * @param {number} room in letters as wide as high
 */
export function fitted(name, room) {
  if (textWidth(name) <= room) return name;
  let kept = [...name];
  while (kept.length && textWidth(kept.join("")) > room - 1) kept = kept.slice(0, -1);
  return `${kept.join("")}…`;
}

/**
 * A name in lines, broken between words and Chinese letters; a line too long for a word, or the last one, is cut.
 * @param {string} name
 * @param {number} room
 */
export function inLines(name, room) {
  const lines = [""];
  for (const part of name.match(PARTS) ?? []) {
    const last = lines[lines.length - 1];
    const fits = textWidth(`${last}${part}`.trimEnd()) <= room;
    if (last.trim() === "" || fits || lines.length === MOST_LINES) lines[lines.length - 1] = `${last}${part}`.trimStart();
    else lines.push(part.trimStart());
  }
  return lines.map((line) => fitted(line.trimEnd(), room));
}

/**
 * Which upright bars have their names below them, and these in lines. The last always has: it may hold all that is more.
 * @param {string[]} labels
 * @param {number} perBar how wide a bar with its gap is, in letters as wide as high
 */
export function namesBelow(labels, perBar) {
  const places = labels.map((_, index) => index);
  const widest = Math.max(...labels.map(textWidth));
  const every = Math.max(1, Math.ceil((widest * NAME_ROOM) / perBar));
  if (every > 1 && labels.length <= MOST_WHOLE) {
    const room = Math.max(2, perBar - 0.3);
    return { named: places, lines: labels.map((label) => inLines(label, room)) };
  }
  const last = labels.length - 1;
  const named = places.filter((index) => index === last || (index % every === 0 && last - index >= every));
  return { named, lines: labels.map((label) => [label]) };
}
