/* What the layers of heat and cases share: their data are those of a view, asked for again when the map has moved. */

/** @import { LayerButton } from "../../payloads.js" */
/** @import { Layer, LayerLegend } from "./registry.js" */
/**
 * @template Answer
 * @typedef {{ parameters: () => string, show: (answer: Answer, state: LayerButton) => Record<string, string | number>,
 *   clear: () => void }} ViewLayerKind
 *   show: draws an answer and gives figures for the pane's data attributes; clear: takes everything away
 */

import { latestOnly } from "../../core/requests.js";

/**
 * @template Answer
 * @implements {Layer}
 */
export class ViewLayer {
  #map;
  #pane;
  #legend;
  #kind;
  /** @type {(address: string) => Promise<Answer | undefined>} */
  #ask = latestOnly();
  /** @type {LayerButton | null} */
  #state = null;

  /**
   * @param {L.Map} map
   * @param {HTMLElement} pane
   * @param {LayerLegend} legend
   * @param {ViewLayerKind<Answer>} kind
   */
  constructor(map, pane, legend, kind) {
    this.#map = map;
    this.#pane = pane;
    this.#legend = legend;
    this.#kind = kind;
  }

  /** @param {LayerButton} state */
  show(state) {
    if (!this.#state) this.#map.on("moveend", this.#refresh);
    this.#state = state;
    this.#refresh();
  }

  hide() {
    if (!this.#state) return;
    this.#map.off("moveend", this.#refresh);
    this.#state = null;
    this.#kind.clear();
    delete this.#pane.dataset.drawn;
  }

  #refresh = async () => {
    const state = this.#state;
    if (!state) return;
    try {
      const answer = await this.#ask(`${state.data}&${this.#kind.parameters()}`);
      if (!answer || this.#state !== state) return;
      const figures = this.#kind.show(answer, state);
      this.#pane.classList.remove("stale");
      Object.assign(this.#pane.dataset, { drawn: state.data, ...figures });
    } catch {
      if (this.#state !== state) return;
      this.#pane.classList.add("stale");
      this.#legend.showMissed();
    }
  };
}
