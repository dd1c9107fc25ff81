/* Questions for a screen. A press of the pointer asks ahead, and its click takes that question over, answered or not: a click
   is never asked for twice. At most one is asked ahead; one whose press became no click is wasted. */

/** @import { Drawn } from "../globals.js" */
/** @typedef {{ panel: string, digest: string, stale: string }} PlaceShown */
/** @typedef {{ path: string, search: string, stamp: string, unfinished: boolean, places: PlaceShown[] | null }} ScreenQuestion
    stamp: empty for the present one; places: what is drawn in them, null for a screen that is not there yet */
/** @typedef {{ panel: string, stale: string, computing: string, unfinished: boolean, digest?: string, content?: Drawn }} PanelChange */
/** @typedef {{ stamp: string, panels: PanelChange[], kept_at?: number }} ScreenAnswer
    kept_at: of one that this browser has kept, when the server was last heard of: milliseconds since 1970 */
/** @typedef {{ question: ScreenQuestion, answer: Promise<ScreenAnswer>, stop: AbortController }} AskedScreen */

import { postJson } from "./requests.js";

const ADDRESS = "/screen";
const PRESS_MS = 1000; // a longer one holds no refresh back
const WHOLE_MS = 10000; // nor does a question for a whole screen that takes longer
/** @type {AskedScreen | null} */
let ahead = null;
let pressedAt = -Infinity;

/**
 * @param {ScreenQuestion} question
 * @returns {AskedScreen}
 */
function send(question) {
  const stop = new AbortController();
  return { question, stop, answer: postJson(ADDRESS, question, { signal: stop.signal }) };
}

/**
 * Whether what was asked ahead is for the screen at the stamp of a question, whatever is drawn in its places; the answer to
 * one that waits for everything is more than enough.
 * @param {ScreenQuestion} one
 * @param {ScreenQuestion} other
 */
const isSame = (one, other) =>
  one.path === other.path &&
  one.search === other.search &&
  one.stamp === other.stamp &&
  (one.unfinished || !other.unfinished) &&
  !one.places === !other.places;

/**
 * Asks for a screen that a press may lead to.
 * @param {ScreenQuestion} question
 */
export function askAhead(question) {
  pressedAt = performance.now();
  if (ahead && isSame(ahead.question, question)) return ahead;
  ahead?.stop.abort();
  const mine = (ahead = send(question));
  mine.answer.catch(() => {
    if (ahead === mine) ahead = null;
  });
  return mine;
}

/**
 * Asks for a screen, or takes over what a press has asked.
 * @param {ScreenQuestion} question
 */
export function askNow(question) {
  const taken = ahead && isSame(ahead.question, question) ? ahead : null;
  if (taken) ahead = null;
  pressedAt = -Infinity;
  return taken ?? send(question);
}

/** Whether a press has asked for a screen and may become a click: a refresh meanwhile would make its answer useless. */
export const isPressed = () => performance.now() - pressedAt < (ahead?.question.unfinished ? WHOLE_MS : PRESS_MS);

/**
 * Whether an answer suits what is drawn now: what it leaves as it is has to be what was drawn when it was asked for.
 * @param {PlaceShown[]} before
 * @param {PlaceShown[]} now
 * @param {ScreenAnswer} answer
 */
export function isStillOf(before, now, { panels }) {
  const drawn = new Set(panels.filter(({ content }) => content !== undefined).map(({ panel }) => panel));
  const known = new Map(before.map(({ panel, digest }) => [panel, digest]));
  return now.every(({ panel, digest }) => drawn.has(panel) || known.get(panel) === digest);
}
