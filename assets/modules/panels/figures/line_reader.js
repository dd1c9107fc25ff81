/* A figure of lines read by keys, a step at a time, its numbers told in words; several steps are days to go to. */

/** @import { LinesFigure } from "../../payloads.js" */

import { element } from "../../core/elements.js";
import { hasModifier } from "../../core/keyboard.js";
import { go } from "../../core/navigation.js";
import { fill } from "../../core/sentences.js";
import { brushOf } from "./buttons.js";

const FAR = 7; // steps: a week of days

/** @type {Record<string, (at: number, last: number) => number>} */
const MOVES = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowDown: (at) => at - 1,
  ArrowUp: (at) => at + 1,
  PageDown: (at) => at - FAR,
  PageUp: (at) => at + FAR,
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * What is told of the steps from one to another.
 * @param {LinesFigure} figure
 * @param {number} first
 * @param {number} last
 * @param {number} at where the reader stands
 */
export function readingOf({ names, series, breaks, words, normal }, first, last, at) {
  const values = [...series.map(({ texts }) => texts[at]), normal?.texts[at]].filter(Boolean);
  const broken = breaks.filter(({ step }) => step === at).map(({ label, text }) => `┊ ${label} ${text}`);
  const read = `${names[at]}  ${[...values, ...broken].join("; ")}`;
  return first === last ? read : `${fill(words.chosen, { n: last - first + 1, first: names[first], last: names[last] })}  ${read}`;
}

/**
 * The days from one step to another as an address has them: "2026-11-01..2026-11-07".
 * @param {LinesFigure} figure
 * @param {number} first
 * @param {number} last
 */
const daysOf = ({ spans }, first, last) => `${spans[first][0]}..${spans[last][1]}`;

/**
 * The element that takes the keys. `again` shows once more where it stands, after the figure was drawn anew.
 * @param {() => LinesFigure} current
 * @param {(first: number, last: number) => void} mark shows steps on the figure; less than 0: none
 * @returns {{ slider: HTMLElement, again: () => void }}
 */
export function lineReader(current, mark) {
  const words = element("div", "plot-reading");
  const slider = element("div", "plot-reader", words);
  slider.tabIndex = 0;
  slider.setAttribute("role", "slider");
  let [from, at] = [-1, -1];

  function again() {
    const figure = current();
    const end = figure.names.length - 1;
    slider.setAttribute("aria-label", `${figure.title}. ${figure.words.read}`);
    slider.setAttribute("aria-valuemin", "0");
    slider.setAttribute("aria-valuemax", String(end));
    const isHere = document.activeElement === slider;
    at = at < 0 || at > end ? end : at;
    from = from < 0 || from > end ? at : from;
    const [first, last] = [Math.min(from, at), Math.max(from, at)];
    const reading = readingOf(figure, first, last, at);
    slider.setAttribute("aria-valuenow", String(at));
    slider.setAttribute("aria-valuetext", reading);
    words.textContent = reading;
    if (isHere) mark(first, last);
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const figure = current();
    const move = MOVES[event.key];
    if (move && !hasModifier(event)) {
      at = Math.max(0, Math.min(figure.names.length - 1, move(at, figure.names.length - 1)));
      if (!event.shiftKey) from = at;
    } else if (event.key === "Enter" && brushOf(figure)) {
      go(brushOf(figure).replace("__DAYS__", daysOf(figure, Math.min(from, at), Math.max(from, at))));
    } else if (event.key === "Escape" && from !== at) {
      from = at;
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    again();
  }

  slider.addEventListener("keydown", pressed);
  slider.addEventListener("focus", again);
  slider.addEventListener("blur", () => mark(-1, -1));
  return { slider, again };
}
