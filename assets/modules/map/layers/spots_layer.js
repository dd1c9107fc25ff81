/* What the layers of hot spots and of repeat spots share: the server takes some time to find them, so that they are waited for
   with words in the legend, asked for again a minute later at the soonest, and drawn anew only where they changed. */

/** @import { LayerButton } from "../../payloads.js" */
/** @import { Layer, LayerLegend } from "./registry.js" */
/**
 * @template Spot
 * @typedef {{ spots: Spot[], total: number }} Found
 */
/**
 * @template Spot
 * @template {Found<Spot>} Answer
 * @typedef {{ figure: string, legend: (answer: Answer) => Node[], draw: (spots: Spot[]) => void, clear: () => void }} SpotsKind
 *   figure: the data attribute of the map that says how many were found; draw: the new ones in place of the old;
 *   clear: takes all away
 */

import { latestOnly } from "../../core/requests.js";

const AGAIN_S = 60;
const PATIENCE_MS = 400;
const STAMP = /&stamp=[^&]*?\.(-?\d+)([^&]*)/;

/**
 * Whether spots that were asked for at one address can stay at another: the same question less than a minute later.
 * @param {string} before
 * @param {string} now
 */
export function canStay(before, now) {
  const [first, second] = [STAMP.exec(before), STAMP.exec(now)];
  if (!first || !second || first[2] !== second[2]) return before === now;
  const isSame = before.replace(STAMP, "") === now.replace(STAMP, "");
  return isSame && Math.abs(Number(second[1]) - Number(first[1])) < AGAIN_S;
}

/**
 * @template Spot
 * @template {Found<Spot>} Answer
 * @implements {Layer}
 */
export class SpotsLayer {
  #pane;
  #legend;
  #kind;
  /** @type {(address: string) => Promise<Answer | undefined>} */
  #ask = latestOnly();
  #asked = "";
  #drawn = "";
  #waiting = 0;

  /**
   * @param {L.Map} map
   * @param {LayerLegend} legend
   * @param {SpotsKind<Spot, Answer>} kind
   */
  constructor(map, legend, kind) {
    this.#pane = map.getContainer();
    this.#legend = legend;
    this.#kind = kind;
  }

  /** @param {LayerButton} state */
  async show({ data }) {
    const address = `${data}&lang=${document.documentElement.lang}`;
    if (canStay(this.#asked, address)) return;
    this.#asked = address;
    window.clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(() => this.#legend.showComputing(), PATIENCE_MS);
    const found = await this.#ask(address).catch((/** @type {Error} */ failure) => failure);
    if (found === undefined || this.#asked !== address) return;
    window.clearTimeout(this.#waiting);
    if (found instanceof Error) return this.#legend.showMissed(String(found.cause ?? ""));
    this.#legend.write(this.#kind.legend(found));
    this.#draw(found.spots);
    this.#pane.dataset[this.#kind.figure] = String(found.total);
  }

  hide() {
    if (!this.#asked) return;
    window.clearTimeout(this.#waiting);
    this.#kind.clear();
    this.#asked = this.#drawn = "";
    delete this.#pane.dataset[this.#kind.figure];
  }

  /** @param {Spot[]} spots */
  #draw(spots) {
    const drawn = JSON.stringify(spots);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#kind.draw(spots);
  }
}
