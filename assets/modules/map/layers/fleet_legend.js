/* The legend of units or devices: counts are text, kinds are links that choose them, signs are explained. */

/** @import { KindLine, FleetLegend } from "../../payloads.js" */

import { isWall } from "../../core/document.js";
import { element } from "../../core/elements.js";

/** @param {KindLine} kind */
function kindLine({ sign, text, title, href, on }) {
  const content = /** @type {const} */ ([element("b", "fleet-sign", sign), ` ${text}`]);
  const line = isWall() ? element("span", "fleet-kind", ...content) : element("a", "fleet-kind", ...content);
  line.title = title;
  line.dataset.on = String(on);
  if (line instanceof HTMLAnchorElement) line.href = href;
  return line;
}

/** @param {FleetLegend} legend */
export const fleetLegend = ({ title, kinds, notes, signs }) => [
  element("span", "fleet-title", title),
  ...notes.map((note) => element("span", "fleet-note", note)),
  ...kinds.map(kindLine),
  ...signs.map(([sign, name]) => element("span", "fleet-state", `${sign} ${name}`)),
];
