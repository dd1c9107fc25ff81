/* The devices of an area as one mark: how many there are and how many are not online, on a card beside its point. */

/** @import { DeviceArea, DevicesKnown } from "../../payloads.js" */
/** @import { Tools } from "./mark.js" */

import { short, whole } from "../../core/numbers.js";
import { fill } from "../../core/sentences.js";
import { Mark } from "./mark.js";
import { drawText, styled } from "./mark_drawing.js";

/** Colours of the states: online, fault, offline, unknown, under maintenance. */
export const COLOURS = ["--good", "--alarm", "--warn", "--unknown", "--quiet"];
const NOT_ONLINE = [1, 2, 3];
const HALF = [30, 14]; // of a card, in ordinary pixels
const DOT = 4;

/** @param {number[]} counts */
export const sumOf = (counts) => counts.reduce((sum, n) => sum + n, 0);

/**
 * Counts by state in words; states without devices left out.
 * @param {DevicesKnown["states"]} states
 * @param {number[]} counts
 */
export const stateTexts = (states, counts) =>
  states.flatMap(([, name], place) => (counts[place] ? [`${name} ${whole(counts[place])}`] : [])).join(" · ");

/**
 * A count in few letters, in the language of the page.
 * @param {number} n
 */
export const shortCount = (n) => short(n, document.documentElement.lang);

/**
 * Total, and beside their signs those that are not online; a bar of the shares.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} scale
 * @param {number[]} counts
 * @param {DevicesKnown["states"]} states
 */
function drawCard(context, x, y, scale, counts, states) {
  const [wide, high] = HALF.map((half) => half * scale);
  const total = sumOf(counts);
  context.fillStyle = styled("--panel");
  context.strokeStyle = styled("--line");
  context.lineWidth = scale;
  context.beginPath();
  context.roundRect(x - wide, y - high, 2 * wide, 2 * high, 3 * scale);
  context.fill();
  context.stroke();
  let left = x - wide;
  COLOURS.forEach((colour, place) => {
    const share = (2 * wide * counts[place]) / total;
    context.fillStyle = styled(colour);
    context.fillRect(left, y + high - 3 * scale, share, 3 * scale);
    left += share;
  });
  drawText(context, shortCount(total), x, y - 6.5 * scale, { size: 11 * scale, weight: 600 });
  const wrong = NOT_ONLINE.filter((state) => counts[state]).map((state) => `${states[state][2]}${shortCount(counts[state])}`);
  const form = { size: 9 * scale, colour: styled("--quiet"), widest: 2 * wide - 4 * scale };
  drawText(context, wrong.join(" "), x, y + 4.5 * scale, form);
}

/**
 * From the point of the area to its card: which one it belongs to is seen where cards stand close.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {[number, number]} offset
 */
function drawPin(context, x, y, [right, down]) {
  context.strokeStyle = styled("--text");
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + right, y + down);
  context.stroke();
  context.beginPath();
  context.arc(x, y, 2, 0, 2 * Math.PI);
  context.fillStyle = styled("--text");
  context.fill();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} scale
 */
function drawDot(context, x, y, scale) {
  context.beginPath();
  context.arc(x, y, DOT * scale, 0, 2 * Math.PI);
  context.fillStyle = styled("--good");
  context.strokeStyle = styled("--panel");
  context.lineWidth = 1.5 * scale;
  context.fill();
  context.stroke();
}

/**
 * Where a card may lie beside the point of its area, the name's place left free; the best first.
 * @param {number} scale
 * @param {number} wide
 * @param {number} high
 * @returns {[number, number][]}
 */
const besidePlaces = (scale, wide, high) => [
  [0, high + 12 * scale],
  [0, -high - 12 * scale],
  [wide + 6 * scale, 0],
  [-wide - 6 * scale, 0],
];

export class AreaMark extends Mark {
  opens = 1.5;
  #answer;
  #area;
  #counts;

  /**
   * @param {DevicesKnown} answer
   * @param {DeviceArea} area
   */
  constructor(answer, area) {
    const [, lon, lat, kinds] = area;
    super([lat, lon]);
    this.#answer = answer;
    this.#area = area;
    this.#counts = answer.states.map((_, state) => sumOf(kinds.map((one) => one[state + 1])));
    this.total = sumOf(this.#counts);
  }

  lines = () => {
    const [name, , , kinds] = this.#area;
    const { words, states } = this.#answer;
    return [
      `${name} · ${fill(words.all, { n: whole(this.total) })}`,
      stateTexts(states, this.#counts),
      ...kinds.map(([kind, ...n]) => `${this.#answer.kinds[kind][0]}: ${stateTexts(states, n)}`),
    ];
  };

  /**
   * A card, or a dot where the card would lie on another.
   * @param {CanvasRenderingContext2D} context
   * @param {number} x
   * @param {number} y
   * @param {Tools} tools
   */
  draw(context, x, y, { scale, taken }) {
    const [wide, high] = HALF.map((half) => half * scale);
    const isFree = (/** @type {[number, number]} */ [right, down]) =>
      taken.every(([left, top]) => Math.abs(left - x - right) >= 2 * wide || Math.abs(top - y - down) >= 2 * high);
    const free = besidePlaces(scale, wide, high).find(isFree);
    this.offset = free ?? [0, 0];
    this.reach = free ? [wide, high] : [DOT * scale, DOT * scale];
    if (!free) return drawDot(context, x, y, scale);
    const [right, down] = free;
    taken.push([x + right, y + down]);
    drawPin(context, x, y, free);
    drawCard(context, x + right, y + down, scale, this.#counts, this.#answer.states);
  }
}
