/* One mark on a canvas: where it is, what is shown of it, and its short way from where it was. Pure. */

/** @typedef {{ scale: number, size: L.Point, taken: [number, number][],
      sprite: (key: string, side: number, paint: (context: CanvasRenderingContext2D) => void) => HTMLCanvasElement }} Tools
    scale: how much larger than ordinary marks are; taken: middles of the cards drawn already */

const GLIDE_MS = 900;
const REACH = 3; // pixels beside a mark that still are the mark

/** A mark at a point; kinds of marks are its subclasses. */
export class Mark {
  /** @type {[number, number]} latitude, longitude */
  at;
  /** By how many zoom levels a click goes closer; 0: not at all. */
  opens = 0;
  /** The same unit in two answers has the same key. */
  /** @type {string | undefined} */
  key = undefined;
  /** Half its width and height in pixels, once it is drawn. */
  /** @type {[number, number] | null} */
  reach = null;
  /** From its point to its middle, in pixels. */
  /** @type {[number, number]} */
  offset = [0, 0];
  /** Its point on the screen at the last drawing, null out of sight. */
  /** @type {{ x: number, y: number } | null} */
  seenAt = null;
  /** @type {[number, number] | null} */
  #from = null;
  #began = 0;

  /** @param {[number, number]} at latitude, longitude */
  constructor(at) {
    this.at = at;
  }

  /**
   * The words beside the pointer.
   * @type {() => string[]}
   */
  lines = () => [];

  /** Whether it is drawn as one that is silent or off duty. */
  isGrey() {
    return false;
  }

  /**
   * @param {CanvasRenderingContext2D} _context
   * @param {number} _x
   * @param {number} _y
   * @param {Tools} _tools
   */
  draw(_context, _x, _y, _tools) {}

  /** Whether it is on its way. */
  get isGliding() {
    return this.#from !== null;
  }

  /**
   * Goes to its place from where it was.
   * @param {[number, number]} from latitude, longitude
   * @param {number} moment milliseconds of `performance.now()`
   */
  glideFrom(from, moment) {
    this.#from = from;
    this.#began = moment;
  }

  /**
   * Where it is on its way: fast at first.
   * @param {number} moment milliseconds of `performance.now()`
   * @returns {[number, number]} latitude, longitude
   */
  placeAt(moment) {
    if (!this.#from) return this.at;
    const share = (moment - this.#began) / GLIDE_MS;
    if (share >= 1) {
      this.#from = null;
      return this.at;
    }
    const done = 1 - (1 - share) ** 3;
    const [lat, lon] = this.#from;
    return [lat + (this.at[0] - lat) * done, lon + (this.at[1] - lon) * done];
  }

  /**
   * Whether a point of the screen is on it.
   * @param {{ x: number, y: number }} point
   */
  covers(point) {
    if (!this.seenAt || !this.reach) return false;
    const [right, down] = [point.x - this.seenAt.x - this.offset[0], point.y - this.seenAt.y - this.offset[1]];
    return Math.abs(right) <= this.reach[0] + REACH && Math.abs(down) <= this.reach[1] + REACH;
  }
}
