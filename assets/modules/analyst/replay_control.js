/* The elements of the replay control: play, speeds, slider, moment, what was known then, back to the present, close. */

/** @import { ReplaySettings } from "../payloads.js" */
/** @typedef {{ toggle: () => void, choose: (speed: number) => void, seek: (moment: number) => void, rest: () => void,
                setKnown: (known: boolean) => void, back: () => void, close: () => void }} Actions */
/** @typedef {{ at: number, limit: number, isPlaying: boolean, speed: number, day: string, time: string, known: boolean | null,
                isLive: boolean }} ControlState
    at, limit: milliseconds since 1970; day, time: of the moment shown; known: null leaves the box as it is */

import { button, element, setText } from "../core/elements.js";

const DAY_MS = 86400000;
const STEP_MS = "1000";

export class ReplayControl {
  #settings;
  #play;
  #speeds;
  #slider = element("input");
  #moment = element("output", "replay-moment");
  #known = element("input");
  #back;

  /**
   * @param {HTMLElement} place
   * @param {ReplaySettings} settings
   * @param {Actions} actions
   */
  constructor(place, settings, actions) {
    this.place = place;
    this.#settings = settings;
    const { words } = settings;
    this.#play = button("replay-play", "▶", actions.toggle);
    this.#play.title = words.keys;
    this.#speeds = settings.speeds.map((speed) => {
      const made = button("replay-speed", `×${speed}`, () => actions.choose(speed));
      made.value = String(speed);
      return made;
    });
    this.#buildSlider(actions);
    this.#back = button("replay-back", words.back, actions.back);
    const close = button("replay-close", "✕", actions.close);
    close.setAttribute("aria-label", words.close);
    const label = this.#knownLabel(actions);
    place.replaceChildren(this.#play, ...this.#speeds, this.#slider, this.#moment, label, this.#back, close);
  }

  /** @param {Actions} actions */
  #buildSlider({ seek, rest }) {
    const slider = this.#slider;
    Object.assign(slider, { type: "range", step: STEP_MS, min: String(this.#settings.start) });
    slider.setAttribute("aria-label", this.#settings.words.moment);
    slider.addEventListener("input", () => seek(Number(slider.value)));
    slider.addEventListener("change", rest);
  }

  /** @param {Actions} actions */
  #knownLabel({ setKnown }) {
    const box = this.#known;
    box.type = "checkbox";
    box.addEventListener("change", () => setKnown(box.checked));
    const label = element("label", "", box, this.#settings.words.known);
    label.title = this.#settings.words.known_title;
    return label;
  }

  get isConnected() {
    return this.place.isConnected;
  }

  get isKnown() {
    return this.#known.checked;
  }

  /** @param {EventTarget | null} target */
  isSlider(target) {
    return target === this.#slider;
  }

  /** @param {ControlState} state */
  draw({ at, limit, isPlaying, speed, day, time, known, isLive }) {
    const { start, end, words } = this.#settings;
    setText(this.#moment, end - start > DAY_MS ? `${day.slice(5)} ${time}` : time);
    const slider = this.#slider;
    slider.max = String(limit);
    slider.value = String(at);
    slider.style.setProperty("--done", `${(100 * (at - start)) / Math.max(1, limit - start)}%`);
    slider.setAttribute("aria-valuetext", `${day} ${time}`);
    const action = isPlaying ? "pause" : "play";
    if (this.#play.dataset.action !== action) {
      this.#play.dataset.action = action;
      this.#play.textContent = isPlaying ? "❚❚" : "▶";
      this.#play.setAttribute("aria-label", words[action]);
    }
    for (const one of this.#speeds) one.setAttribute("aria-pressed", String(Number(one.value) === speed));
    if (known !== null) this.#known.checked = known;
    this.#back.disabled = isLive;
  }
}
