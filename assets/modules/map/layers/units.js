/* Units: clusters from afar; close up a mark each, its shape and sign by kind, a small sign and the colour by what it
   does, an arrow where it goes, grey when its position has become too old. Data: /api/v1/map/units. */

/** @import { UnitCluster, UnitKind, UnitsAnswer, UnitsKnown } from "../../payloads.js" */
/** @import { LayerMaker } from "./registry.js" */
/** @import { Tools } from "./mark.js" */

import { whole } from "../../core/numbers.js";
import { fill } from "../../core/sentences.js";
import { dateAndTime, timeOfDay } from "../../core/zoned_time.js";
import { ClusterMark } from "./cluster_mark.js";
import { Mark } from "./mark.js";
import { drawBadge, drawText, styled } from "./mark_drawing.js";
import { MarkLayer } from "./mark_layer.js";

const SIDE = 34; // pixels of a picture
const RADIUS = 9;
const LONG_AGO_S = 43200;
/** @type {Record<string, string>} */
const COLOURS = { idle: "--accent", assigned: "--warn", en_route: "--warn", on_scene: "--good", sos: "--alarm" };
const AWAY = new Set(["off", "leave", "offline"]);

/**
 * Corners of a regular polygon around the origin.
 * @param {number} count
 * @param {number} turn radians
 */
const corners = (count, turn) =>
  Array.from({ length: count }, (_, corner) => {
    const angle = turn + (2 * Math.PI * corner) / count;
    return [Math.sin(angle), -Math.cos(angle)];
  });
/** @type {Record<string, number[][]>} */
const SHAPES = { triangle: corners(3, 0), square: corners(4, Math.PI / 4), hexagon: corners(6, 0) };

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} shape
 * @param {number} radius
 */
function outline(context, shape, radius) {
  context.beginPath();
  const points = SHAPES[shape];
  if (!points) context.arc(0, 0, radius, 0, 2 * Math.PI);
  else points.forEach(([x, y]) => context.lineTo(x * radius * 1.25, y * radius * 1.25));
  context.closePath();
}

/**
 * The picture of a unit around the origin.
 * @param {CanvasRenderingContext2D} context
 * @param {number} scale
 * @param {UnitKind} kind
 * @param {{ badge: string, colour: string, isGrey: boolean }} look
 */
function drawBody(context, scale, kind, { badge, colour, isGrey }) {
  outline(context, kind.shape, RADIUS * scale);
  context.fillStyle = styled("--panel");
  context.fill();
  context.lineWidth = 2.2 * scale;
  context.strokeStyle = colour;
  context.setLineDash(isGrey ? [3 * scale, 2 * scale] : []);
  context.stroke();
  context.setLineDash([]);
  const form = { size: RADIUS * 1.15 * scale, weight: 500, colour: styled(isGrey ? "--quiet" : "--text") };
  drawText(context, kind.sign, 0, scale * (kind.shape === "triangle" ? 2 : 0.5), form);
  drawBadge(context, RADIUS * 0.95 * scale, -RADIUS * 0.95 * scale, 4.5 * scale, badge, colour);
}

/**
 * The way a unit goes.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} heading degrees from north
 * @param {number} scale
 * @param {string} colour
 */
function drawArrow(context, x, y, heading, scale, colour) {
  context.save();
  context.translate(x, y);
  context.rotate((heading * Math.PI) / 180);
  context.beginPath();
  context.moveTo(0, -(RADIUS + 9) * scale);
  context.lineTo(4.2 * scale, -(RADIUS + 2.5) * scale);
  context.lineTo(-4.2 * scale, -(RADIUS + 2.5) * scale);
  context.closePath();
  context.fillStyle = colour;
  context.fill();
  context.restore();
}

class UnitMark extends Mark {
  /** @type {[number, number]} */
  reach = [RADIUS, RADIUS];
  #answer;
  #now;
  #kind;
  #state;
  #seen;
  #heading;
  #home;

  /**
   * @param {UnitsKnown} answer
   * @param {NonNullable<UnitsKnown["marks"]>} marks
   * @param {number} place
   * @param {() => number} now seconds since 1970
   */
  constructor(answer, marks, place, now) {
    super([marks.lat[place], marks.lon[place]]);
    this.key = marks.unit[place];
    this.#answer = answer;
    this.#now = now;
    this.#kind = answer.kinds[marks.kind[place]];
    const [state, name, badge] = answer.states[marks.state[place]];
    this.#state = { state, name, badge };
    this.#seen = marks.seen[place];
    this.#heading = marks.heading[place];
    this.#home = marks.homes[marks.home[place]];
  }

  /** Those who need help lie above the others, the grey ones below. */
  rank() {
    return this.#state.state === "sos" ? 2 : Number(!this.isGrey());
  }

  #age() {
    return this.#now() - (this.#seen ?? 0);
  }

  #isOld() {
    return this.#kind.ttl !== null && (this.#seen === null || this.#age() > this.#kind.ttl);
  }

  #isSilent() {
    return this.#isOld() && !AWAY.has(this.#state.state);
  }

  isGrey() {
    return AWAY.has(this.#state.state) || this.#isOld();
  }

  #seenText() {
    const { words, zone } = this.#answer;
    if (this.#seen === null) return words.never;
    const write = this.#age() > LONG_AGO_S ? dateAndTime : timeOfDay;
    const time = write(this.#seen * 1000, zone);
    return fill(this.#isOld() ? words.unseen : words.seen, { time, minutes: whole(Math.floor(this.#age() / 60)) });
  }

  lines = () => {
    const [, silentName] = this.#answer.states[this.#answer.states.length - 1];
    const state = this.#isSilent() ? `${silentName} · ${this.#state.name}` : this.#state.name;
    const home = this.#home ? [fill(this.#answer.words.home, { area: this.#home })] : [];
    return [`${this.#kind.name} ${this.key}`, `${state} · ${this.#seenText()}`, ...home];
  };

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} x
   * @param {number} y
   * @param {Tools} tools
   */
  draw(context, x, y, { scale, sprite }) {
    this.reach = [RADIUS * scale, RADIUS * scale];
    const isGrey = this.isGrey();
    const colour = styled(isGrey ? "--unknown" : COLOURS[this.#state.state] || "--accent");
    const [, , silentBadge] = this.#answer.states[this.#answer.states.length - 1];
    const badge = this.#isSilent() ? silentBadge : this.#state.badge;
    const { sign, shape } = this.#kind;
    const side = SIDE * scale;
    const look = { badge, colour, isGrey };
    const picture = sprite(`${sign}|${shape}|${badge}|${colour}|${isGrey}`, side, (brush) =>
      drawBody(brush, scale, this.#kind, look),
    );
    if (this.#heading !== null && !isGrey) drawArrow(context, x, y, this.#heading, scale, colour);
    context.drawImage(picture, x - side / 2, y - side / 2, side, side);
  }
}

/**
 * @param {L.Map} map
 * @param {UnitsKnown} answer
 * @param {UnitCluster} cluster
 */
function clusterMark(map, { words, depth }, [lon, lat, seen, silent, off]) {
  const total = seen + silent + off;
  return new ClusterMark(map, [lat, lon], depth, {
    radius: Math.min(31, 10 + 2.2 * Math.log2(1 + total)),
    opens: 2,
    text: silent ? `${total}?` : String(total),
    parts: () => [[seen, styled("--accent")], [silent, styled("--unknown")], [off, styled("--line")]],
    lines: () => [fill(words.group, { n: whole(total), seen, silent, off })],
  });
}

/**
 * @param {UnitsKnown} answer
 * @param {L.Map} map
 * @param {() => number} now
 */
function marksOf(answer, map, now) {
  if (answer.clusters) return answer.clusters.map((cluster) => clusterMark(map, answer, cluster));
  const { marks } = answer;
  if (!marks) return [];
  return marks.unit.map((_, place) => new UnitMark(answer, marks, place, now)).sort((a, b) => a.rank() - b.rank());
}

/** @type {LayerMaker} */
export const unitsLayer = (map, legend) =>
  new MarkLayer(
    map,
    legend,
    /** @type {import("./mark_layer.js").MarkLayerKind<UnitsAnswer>} */ ({ name: "units", height: 615, pauseMs: 4000, ages: true, marksOf }),
  );
