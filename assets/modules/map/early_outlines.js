/* Outlines that a first answer names are asked for before Leaflet is there. */

/** @import { Drawn } from "../globals.js" */
/** @import { MapPanel } from "../payloads.js" */

import { onAnswer } from "../core/drawing.js";
import { outlines } from "./outlines.js";

const ATTRIBUTE = "data-map";

/**
 * The JSON of the map's panel within a drawing, or nothing.
 * @param {Drawn | undefined} drawn
 * @returns {string | undefined}
 */
function dataIn(drawn) {
  if (!Array.isArray(drawn)) return undefined;
  const [, properties, children] = drawn;
  const own = properties[ATTRIBUTE];
  if (typeof own === "string") return own;
  for (const child of children) {
    const found = dataIn(child);
    if (found) return found;
  }
  return undefined;
}

export function startEarlyOutlines() {
  let isFirst = true;
  onAnswer(({ panels }) => {
    const text = isFirst && dataIn(panels.find(({ panel }) => panel === "map")?.content);
    isFirst = false;
    if (!text) return;
    const data = /** @type {MapPanel} */ (JSON.parse(text));
    outlines(data.outlines).catch(() => {});
  });
}
