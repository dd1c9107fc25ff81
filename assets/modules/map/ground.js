/* What lies under the cells: the city as plain land on the ground's colour, or the tiles of a service. Where tiles do not
   load, the plain land shows again with one line that says so, and the tiles are requested again every minute. */

/** @import { MapPanel } from "../payloads.js" */
/** @typedef {"" | "drawn" | "failed"} TileState */

import { element, setText } from "../core/elements.js";
import { outlines } from "./outlines.js";
import { paneAt } from "./view.js";

const TIME_LIMIT_MS = 6000;
const AGAIN_MS = 60000;

/**
 * Calls report("drawn" | "failed") as the tiles of one service come or do not.
 * @param {L.TileLayer} tiles
 * @param {(state: TileState) => void} report
 */
function observe(tiles, report) {
  let [come, failed] = [0, 0];
  let late = 0;
  let again = 0;
  const hasFailed = () => failed > 0 && failed >= come;
  const judge = (/** @type {boolean} */ isLate) => {
    if (come > failed) report("drawn");
    else if (failed || isLate) report("failed");
  };
  const begin = () => {
    [come, failed] = [0, 0];
    window.clearTimeout(late);
    late = window.setTimeout(() => judge(true), TIME_LIMIT_MS);
  };
  const ask = () => hasFailed() && tiles.redraw();
  const stopTimers = () => {
    window.clearTimeout(late);
    window.clearTimeout(again);
  };
  const end = () => {
    stopTimers();
    judge(false);
    if (hasFailed()) again = window.setTimeout(ask, AGAIN_MS);
  };
  const gone = () => {
    stopTimers();
    window.removeEventListener("online", ask);
  };
  tiles.on({ loading: begin, load: end, remove: gone });
  tiles.on("tileload", () => ((come += 1), judge(false)));
  tiles.on("tileerror", () => ((failed += 1), judge(false)));
  window.addEventListener("online", ask);
  if (tiles.isLoading()) begin();
}

/**
 * The ground of a map: `show(data)` for the JSON of the map's panel.
 * @param {L.Map} map
 */
export function mapGround(map) {
  const container = map.getContainer();
  paneAt(map, "land", 150);
  const notice = container.appendChild(element("div", "map-notice"));
  notice.setAttribute("role", "status");
  let failedText = "";
  /** @type {TileState} */
  let state = "";
  let drawn = "";
  /** @type {L.GeoJSON | null} */
  let land = null;

  const write = () => setText(notice, state === "failed" ? failedText : "");

  /** @param {TileState} next */
  function setState(next) {
    if (next === state) return;
    state = next;
    container.classList.toggle("tiles-drawn", state === "drawn");
    container.classList.toggle("tiles-failed", state === "failed");
    write();
  }

  const observeService = (/** @type {L.Layer} */ layer) => layer instanceof L.TileLayer && observe(layer, setState);
  map.eachLayer(observeService);
  map.on("layeradd", ({ layer }) => observeService(layer));

  /** @param {MapPanel} data */
  async function show(data) {
    failedText = data.words.tiles_failed;
    write();
    if (data.land === drawn) return;
    drawn = data.land;
    const collection = await outlines(data.land).catch(() => null);
    if (!collection || drawn !== data.land) {
      drawn = "";
      return;
    }
    land?.remove();
    const options = { pane: "land", interactive: false, smoothFactor: 0.3, style: { className: "land" } };
    land = L.geoJSON(collection, options).addTo(map);
  }
  return { show };
}
