/* A round mark for many units or devices, moved so far that it stays in its cell of the world. */

/** @import { Tools } from "./mark.js" */
/** @typedef {{ radius: number, opens: number, text: string, parts: () => [number, string][], lines: () => string[] }} Cluster
    radius: in ordinary pixels; parts: how many in which colour */

import { WORLD, insideCell, typeScale } from "../view.js";
import { Mark } from "./mark.js";
import { drawCluster } from "./mark_drawing.js";

/**
 * A point [lat, lon] moved so far that a circle around it (radius in pixels) stays in its cell of the world's square cut
 * into 2^depth by 2^depth.
 * @param {L.Map} map
 * @param {[number, number]} at
 * @param {number} depth
 * @param {number} radius
 * @returns {[number, number]}
 */
function inOwnCell(map, at, depth, radius) {
  const zoom = map.getZoom();
  const side = (WORLD * 2 ** zoom) / 2 ** depth;
  const { x, y } = map.project(at, zoom);
  const { lat, lng } = map.unproject(L.point(insideCell(x, side, radius), insideCell(y, side, radius)), zoom);
  return [lat, lng];
}

export class ClusterMark extends Mark {
  #cluster;

  /**
   * @param {L.Map} map
   * @param {[number, number]} at latitude, longitude
   * @param {number} depth of the cells
   * @param {Cluster} cluster
   */
  constructor(map, at, depth, cluster) {
    super(inOwnCell(map, at, depth, cluster.radius * typeScale()));
    this.#cluster = cluster;
    this.opens = cluster.opens;
    this.lines = cluster.lines;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} x
   * @param {number} y
   * @param {Tools} tools
   */
  draw(context, x, y, { scale }) {
    const { radius, parts, text } = this.#cluster;
    this.reach = [radius * scale, radius * scale];
    drawCluster(context, x, y, radius * scale, parts(), text);
  }
}
