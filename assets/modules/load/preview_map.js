/* The small map of the page /load: the areas of the city, and the first rows of the file as numbered points. */

/** @import { LoadPreview } from "../payloads.js" */

import { element, rem, setText } from "../core/elements.js";
import { afterChanges, watchJson } from "../core/watch.js";
import { outlines } from "../map/outlines.js";

const CLOSEST = 15;
/** @typedef {{ map: L.Map, areas: L.LayerGroup, points: L.LayerGroup, note: HTMLElement, drawn: string }} PreviewMap */
/** @type {WeakMap<HTMLElement, PreviewMap>} */
const maps = new WeakMap();
/** @type {HTMLElement | undefined} */
let shown;

/** @param {HTMLElement} place */
function mapIn(place) {
  const known = maps.get(place);
  if (known) return known;
  const still = { attributionControl: false, scrollWheelZoom: false, fadeAnimation: false, zoomAnimation: false };
  const map = L.map(place, { ...still, zoomSnap: 0.25, maxZoom: 19 });
  const note = place.appendChild(element("p", "load-map-note"));
  const made = { map, areas: L.layerGroup().addTo(map), points: L.layerGroup().addTo(map), note, drawn: "" };
  map.setView([0, 0], 1);
  maps.set(place, made);
  removeGone();
  shown = place;
  return made;
}

/**
 * @param {LoadPreview} data
 * @param {HTMLElement} place
 */
async function draw(data, place) {
  const here = mapIn(place);
  here.drawn = JSON.stringify(data);
  const turn = here.drawn;
  setText(here.note, data.points.length ? "" : data.none);
  const collection = await outlines(data.outlines).catch(() => null);
  if (here.drawn !== turn || !place.isConnected) return;
  here.areas.clearLayers();
  here.points.clearLayers();
  const extent = L.latLngBounds([]);
  if (collection) {
    const areas = L.geoJSON(collection, { interactive: false, style: { className: "load-area" } }).addTo(here.areas);
    if (areas.getBounds().isValid()) extent.extend(areas.getBounds());
  }
  for (const { number, lon, lat, is_used } of data.points) {
    const className = is_used ? "load-point" : "load-point unused";
    const mark = L.circleMarker([lat, lon], { radius: rem() * 0.7, className, interactive: false });
    mark.bindTooltip(String(number), { permanent: true, direction: "center", className: "load-point-number" });
    mark.addTo(here.points);
    extent.extend([lat, lon]);
  }
  here.map.invalidateSize();
  if (extent.isValid()) here.map.fitBounds(extent, { padding: [16, 16], maxZoom: CLOSEST, animate: false });
}

/* A map whose place has gone would go on measuring it. */
function removeGone() {
  if (!shown || shown.isConnected) return;
  maps.get(shown)?.map.remove();
  maps.delete(shown);
  shown = undefined;
}

export function startPreviewMap() {
  watchJson("data-load-preview", draw);
  afterChanges(removeGone);
}
