/* The heat layer: a raster of densities from the server, drawn as bands of its classes on one canvas under the outlines.
   The canvas belongs to a part of the ground: it moves with the map and is drawn anew when the next raster is there. */

/** @import { HeatAnswer, HeatChoice, HeatLegend } from "../../payloads.js" */
/** @import { LayerMaker } from "./registry.js" */

import { element } from "../../core/elements.js";
import { bytesOf } from "../../core/requests.js";
import { legendClass } from "../legend.js";
import { channels } from "../palette.js";
import { WORLD, paneAt, viewParameters } from "../view.js";
import { colourTable, paintRaster } from "./heat_raster.js";
import { ViewLayer } from "./view_layer.js";

const PADDED = 0.15;
const MOST_PIXELS = 2_500_000;

/** @param {HeatChoice} choice */
function choiceLink({ name, href, on }) {
  const link = element("a", "heat-choice", name);
  link.href = href;
  link.setAttribute("aria-current", String(on));
  return link;
}

/** @param {HeatLegend} legend */
function legendParts({ title, classes, choices, notes, total }) {
  const swatches = classes.map(([number, words]) => legendClass(`heat-${number}`, words));
  const texts = [...notes, total].filter(Boolean).map((text) => element("span", "", text));
  return [element("span", "layer-title", title), ...swatches, ...choices.map(choiceLink), ...texts];
}

/**
 * The corners of the raster in degrees: its cells are those of the world cut into 2^depth by 2^depth.
 * @param {L.Map} map
 * @param {HeatAnswer} answer
 */
function boundsOf(map, { depth, x, y, width, height }) {
  const side = WORLD / 2 ** depth;
  const corner = (/** @type {number} */ column, /** @type {number} */ row) =>
    map.unproject(L.point(column * side, row * side), 0);
  return L.latLngBounds(corner(x, y), corner(x + width, y + height));
}

/**
 * Pixels of a canvas over a part of the ground.
 * @param {L.Map} map
 * @param {L.LatLngBounds} bounds
 * @returns {[number, number]}
 */
function pixelsOf(map, bounds) {
  const southEast = map.latLngToLayerPoint(bounds.getSouthEast());
  const { x, y } = southEast.subtract(map.latLngToLayerPoint(bounds.getNorthWest()));
  const finer = Math.min(window.devicePixelRatio || 1, Math.sqrt(MOST_PIXELS / Math.max(x * y, 1)));
  return [Math.max(1, Math.round(x * finer)), Math.max(1, Math.round(y * finer))];
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {HeatAnswer} answer
 */
function paint(canvas, answer) {
  const image = new ImageData(canvas.width, canvas.height);
  const bands = Array.from({ length: answer.classes }, (_, index) => channels(`--heat-${index + 1}`));
  const out = new Uint32Array(image.data.buffer);
  paintRaster(out, [canvas.width, canvas.height], bytesOf(answer.values), answer, colourTable(answer, bands));
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}

/** @type {LayerMaker} */
export function heatLayer(map, legend) {
  const pane = paneAt(map, "heat", 350, false);
  /** @type {{ overlay: L.SVGOverlay, canvas: HTMLCanvasElement } | null} */
  let drawn = null;

  function clear() {
    drawn?.overlay.remove();
    if (drawn) drawn.canvas.width = drawn.canvas.height = 0;
    drawn = null;
  }

  /** @param {HeatAnswer} answer */
  function draw(answer) {
    if (!answer.width || !answer.classes) return clear();
    const bounds = boundsOf(map, answer);
    const canvas = drawn?.canvas ?? document.createElement("canvas");
    [canvas.width, canvas.height] = pixelsOf(map, bounds);
    paint(canvas, answer);
    if (drawn) drawn.overlay.setBounds(bounds);
    else drawn = { canvas, overlay: overlayOf(canvas, bounds).addTo(map) };
  }

  return new ViewLayer(map, pane, legend, {
    parameters: () => viewParameters(map, PADDED),
    show: (/** @type {HeatAnswer} */ answer) => {
      draw(answer);
      legend.write(legendParts(answer.legend));
      return { with: answer.with_point, without: answer.without_point, radius: answer.radius };
    },
    clear,
  });
}

/**
 * Leaflet moves any element so, not only an SVG.
 * @param {HTMLCanvasElement} canvas
 * @param {L.LatLngBounds} bounds
 */
function overlayOf(canvas, bounds) {
  const moved = /** @type {SVGElement} */ (/** @type {unknown} */ (canvas));
  return L.svgOverlay(moved, bounds, { pane: "heat", interactive: false });
}
