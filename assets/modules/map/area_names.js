/* Names of the areas that the cells show where they are smaller than the outlines: asked for by the part of the map in
   sight, which never changes within a grid version. */

/** @import { AreaName } from "../payloads.js" */
/** @import { Labels } from "./labels.js" */
/** @import { Level } from "./cells/cell_paint.js" */
/** @typedef {{ version: string, level: number, areas: Level, shade: Uint8Array, chosen: [number, number] }} NamedLevel */
/** @typedef {{ version: string, level: number, chosen: [number, number], zoom: number, box: L.LatLngBounds }} LoadedNames */
/** @typedef {ReturnType<typeof areaNames>} AreaNames */

import { NOWHERE, rowOf } from "./cells/cell_paint.js";
import { NO_SHADE, SHADES } from "./palette.js";
import { boxInSight } from "./view.js";
import { latestOnly } from "../core/requests.js";

const BEYOND = 0.25;

/**
 * `show(level)` names the areas of a level in sight, `hide()` takes the names away.
 * @param {L.Map} map
 * @param {Labels} labels
 */
export function areaNames(map, labels) {
  /** @type {(address: string) => Promise<AreaName[] | undefined>} */
  const ask = latestOnly();
  /** @type {NamedLevel | null} */
  let shown = null;
  /** @type {LoadedNames | null} */
  let loaded = null;

  /** @param {NamedLevel} level */
  async function fetchNames(level) {
    const { box, sides } = boxInSight(map, BEYOND);
    const mine = { version: level.version, level: level.level, chosen: level.chosen, zoom: map.getZoom(), box };
    const areas = await ask(`/cells/${mine.version}/level/${mine.level}/names?bbox=${sides}`);
    if (!areas || !shown) return;
    loaded = mine;
    const [first, last] = mine.chosen;
    labels.setSmaller(areas.filter(([number]) => number >= first && number <= last));
    write(shown);
  }

  /** @param {NamedLevel} level */
  function write({ areas, shade }) {
    labels.shadeSmaller((number) => {
      const row = rowOf(areas, number);
      return row === NOWHERE || shade[row] >= SHADES ? NO_SHADE : shade[row];
    });
    labels.arrange();
  }

  /** @param {NamedLevel} level */
  const isLoaded = ({ level, version, chosen }) =>
    loaded !== null &&
    loaded.level === level &&
    loaded.version === version &&
    String(loaded.chosen) === String(chosen) &&
    Math.abs(loaded.zoom - map.getZoom()) < 1 &&
    loaded.box.contains(map.getBounds());

  /** @param {NamedLevel} level */
  function show(level) {
    shown = level;
    if (isLoaded(level)) write(level);
    else fetchNames(level).catch(() => undefined);
  }

  function hide() {
    shown = loaded = null;
    labels.setSmaller([]);
  }

  map.on("moveend", () => shown && !isLoaded(shown) && show(shown));
  return { show, hide };
}
