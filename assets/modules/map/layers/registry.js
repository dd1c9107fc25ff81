/* The layers with data of their own, by the key that the panel's data give them: a new layer is a module and a line here. */

/** @import { LayerButton, MapPanel } from "../../payloads.js" */
/** @typedef {{ show: (state: LayerButton, data: MapPanel) => void, hide: () => void }} Layer */
/** @typedef {{ write: (parts: (Node | string)[]) => void, showMissed: (why?: string) => void, showComputing: () => void }} LayerLegend
    write: the layer's line of the legend; there, until the next `write`, showMissed: that its data could not be had,
    showComputing: that they are waited for */
/** @typedef {(map: L.Map, legend: LayerLegend) => Layer} LayerMaker */

import { devicesLayer } from "./devices.js";
import { heatLayer } from "./heat.js";
import { hotSpotsLayer } from "./hot_spots.js";
import { pointsLayer } from "./points.js";
import { repeatSpotsLayer } from "./repeat_spots.js";
import { specialLayer } from "./special.js";
import { unitsLayer } from "./units.js";

/** @type {Record<string, LayerMaker | undefined>} */
export const MAKERS = {
  devices: devicesLayer,
  heat: heatLayer,
  hot_spots: hotSpotsLayer,
  points: pointsLayer,
  repeat_spots: repeatSpotsLayer,
  special: specialLayer,
  units: unitsLayer,
};
