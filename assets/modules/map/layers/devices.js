/* Devices: from afar one mark per area (device_areas.js), close up one each, its sign by type and a small sign by state,
   or clusters where those would be too many. Data: /api/v1/map/devices. */

/** @import { DeviceCluster, DevicesAnswer, DevicesKnown, MapPanel } from "../../payloads.js" */
/** @import { LayerMaker } from "./registry.js" */
/** @import { Tools } from "./mark.js" */

import { whole } from "../../core/numbers.js";
import { fill } from "../../core/sentences.js";
import { dateAndTime, timeOfDay } from "../../core/zoned_time.js";
import { deepestLevel } from "../cells/levels.js";
import { metresPerPixel, typeScale } from "../view.js";
import { ClusterMark } from "./cluster_mark.js";
import { AreaMark, COLOURS, shortCount, stateTexts, sumOf } from "./device_areas.js";
import { Mark } from "./mark.js";
import { drawBadge, drawText, styled } from "./mark_drawing.js";
import { MarkLayer } from "./mark_layer.js";

const WIDE_ENOUGH = 84; // pixels across an area that has room for a mark
const SINGLE_FROM = 15; // zoom
const SIDE = 26; // pixels of a picture
const RADIUS = 6.5;
const LONG_AGO_S = 43200;
const GREY_FROM = 3; // states: unknown, under maintenance

/**
 * The picture of a device around the origin.
 * @param {CanvasRenderingContext2D} context
 * @param {number} scale
 * @param {string} sign
 * @param {string} badge
 * @param {string} colour
 */
function drawBody(context, scale, sign, badge, colour) {
  const side = RADIUS * scale;
  context.beginPath();
  context.roundRect(-side, -side, 2 * side, 2 * side, 2 * scale);
  context.fillStyle = styled("--panel");
  context.fill();
  context.lineWidth = 1.6 * scale;
  context.strokeStyle = colour;
  context.stroke();
  drawText(context, sign, 0, 0.5 * scale, { size: side * 1.35 });
  drawBadge(context, side, -side, 4 * scale, badge, colour);
}

class DeviceMark extends Mark {
  #answer;
  #marks;
  #place;
  #now;

  /**
   * @param {DevicesKnown} answer
   * @param {NonNullable<DevicesKnown["marks"]>} marks
   * @param {number} place
   * @param {() => number} now seconds since 1970
   */
  constructor(answer, marks, place, now) {
    super([marks.lat[place], marks.lon[place]]);
    this.#answer = answer;
    this.#marks = marks;
    this.#place = place;
    this.#now = now;
  }

  isGrey() {
    return this.#marks.state[this.#place] >= GREY_FROM;
  }

  #heardText() {
    const { words, zone } = this.#answer;
    const beat = this.#marks.heartbeat[this.#place];
    if (beat === null) return words.unheard;
    const write = this.#now() - beat > LONG_AGO_S ? dateAndTime : timeOfDay;
    return fill(words.heard, { time: write(beat * 1000, zone) });
  }

  lines = () => {
    const { device, kind, state, owner, owners } = this.#marks;
    const place = this.#place;
    const texts = [`${this.#answer.kinds[kind[place]][0]} ${device[place]}`];
    texts.push(`${this.#answer.states[state[place]][1]} · ${this.#heardText()}`);
    return owner[place] < 0 ? texts : [...texts, owners[owner[place]]];
  };

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} x
   * @param {number} y
   * @param {Tools} tools
   */
  draw(context, x, y, { scale, sprite }) {
    this.reach = [RADIUS * scale, RADIUS * scale];
    const state = this.#marks.state[this.#place];
    const [, sign] = this.#answer.kinds[this.#marks.kind[this.#place]];
    const [, , badge] = this.#answer.states[state];
    const colour = styled(COLOURS[state]);
    const side = SIDE * scale;
    const picture = sprite(`${sign}|${badge}|${colour}`, side, (brush) => drawBody(brush, scale, sign, badge, colour));
    context.drawImage(picture, x - side / 2, y - side / 2, side, side);
  }
}

/**
 * @param {L.Map} map
 * @param {DevicesKnown} answer
 * @param {DeviceCluster} cluster
 */
function clusterMark(map, { words, states, depth }, [lon, lat, ...counts]) {
  const total = sumOf(counts);
  return new ClusterMark(map, [lat, lon], depth, {
    radius: Math.min(31, 9 + 2 * Math.log2(1 + total)),
    opens: 1,
    text: shortCount(total),
    parts: () => COLOURS.map((colour, state) => [counts[state], styled(colour)]),
    lines: () => [fill(words.group, { n: whole(total) }), stateTexts(states, counts)],
  });
}

/**
 * @param {DevicesKnown} answer
 * @param {L.Map} map
 * @param {() => number} now
 */
function marksOf(answer, map, now) {
  if (answer.areas) return answer.areas.map((area) => new AreaMark(answer, area)).sort((a, b) => b.total - a.total);
  if (answer.clusters) return answer.clusters.map((cluster) => clusterMark(map, answer, cluster));
  const { marks } = answer;
  return marks ? marks.device.map((_, place) => new DeviceMark(answer, marks, place, now)) : [];
}

/**
 * As the cells: the level chosen, else the deepest whose areas are wide enough for a mark each, and at least the areas
 * inside the one shown.
 * @param {L.Map} map
 * @param {MapPanel} data
 */
function parameters(map, { cells: { level, child, metres } }) {
  if (map.getZoom() >= SINGLE_FROM) return { level: Math.max(0, metres.length - 1) };
  if (level !== null) return { level: Math.max(1, level) };
  const start = Math.min(Math.max(1, child), metres.length - 1);
  return { level: deepestLevel(metres, start, WIDE_ENOUGH * typeScale(), metresPerPixel(map)) };
}

/** @type {LayerMaker} */
export const devicesLayer = (map, legend) =>
  new MarkLayer(
    map,
    legend,
    /** @type {import("./mark_layer.js").MarkLayerKind<DevicesAnswer>} */ ({ name: "devices", height: 610, pauseMs: 15000, parameters, marksOf }),
  );
