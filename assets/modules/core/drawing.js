/* The drawing of a screen: one question brings all panels at one stamp, those still being computed are asked for once more.
   Until the screen is drawn it is given no newer stamp, so that no answer is replaced before it was seen. */

/** @import { Drawn } from "../globals.js" */
/** @import { AskedScreen, ScreenAnswer, ScreenQuestion } from "./screen_questions.js" */

import { isScreen } from "./config.js";
import { onAddressChange, onPress } from "./address.js";
import { drawInto } from "./dash.js";
import { findAll } from "./elements.js";
import { isScreenHere, onLayout, wantedPlaces } from "./layout.js";
import { askAhead, askNow, isStillOf } from "./screen_questions.js";

const TIME_LIMIT_MS = 15000;
const LONGEST_PAUSE_MS = 5000;
const TO_PAINT_MS = 100;
let stamp = "";
let failures = 0;
let failedAt = 0;
let drawingSince = 0;
let again = 0;
/** @type {AskedScreen | undefined} */
let asking;
/** @type {ScreenAnswer | undefined} came before its screen was there */
let early;
/** @type {((answer: ScreenAnswer) => void)[]} */
const listeners = [];

/**
 * Calls handler(answer) for each answer as it comes, before it is drawn.
 * @param {(answer: ScreenAnswer) => void} handler
 */
export const onAnswer = (handler) => listeners.push(handler);

/** The stamp of the panels shown or asked for; empty before the first answer. */
export const drawnStamp = () => stamp;

/** Since when (milliseconds since 1970) the screen cannot be had; 0 where it can, or has failed only once. */
export const failingSince = () => (failures > 1 ? failedAt : 0);

/** Whether the screen waits for panels; after a time limit it no longer does, for the server may have lost them. */
export const isDrawing = () => drawingSince > 0 && performance.now() - drawingSince < TIME_LIMIT_MS;

/** @param {boolean} is */
function setDrawing(is) {
  if (!is) drawingSince = 0;
  else drawingSince ||= performance.now();
  document.documentElement.dataset.drawing = String(is);
}

/** @param {string} [search] */
const places = (search) =>
  wantedPlaces(search).map(({ dataset }) => ({
    panel: dataset.slot ?? "",
    digest: dataset.digest ?? "",
    stale: dataset.stale ?? "",
  }));

/**
 * @param {Location | URL} address
 * @param {boolean} unfinished whether to wait for what was still being computed
 * @returns {ScreenQuestion}
 */
const questionOf = ({ pathname: path, search }, unfinished) => ({
  path,
  search,
  stamp,
  unfinished,
  places: isScreenHere() && path === window.location.pathname ? places(search) : null,
});

/** @param {boolean} unfinished */
async function ask(unfinished) {
  if (!isScreen(window.location.pathname)) return;
  window.clearTimeout(again);
  asking?.stop.abort();
  const mine = (asking = askNow(questionOf(window.location, unfinished)));
  early = undefined;
  setDrawing(true);
  try {
    const answer = await mine.answer;
    if (mine !== asking) return;
    if (mine.question.places && !isStillOf(mine.question.places, places(), answer)) return ask(unfinished);
    failures = failedAt = 0;
    stamp ||= answer.stamp;
    listeners.forEach((handler) => handler(answer));
    if (isScreenHere()) show(answer);
    else early = answer;
  } catch {
    if (mine === asking) askAgain(unfinished);
  }
}

/** @param {boolean} unfinished */
function askAgain(unfinished) {
  setDrawing(false);
  failures += 1;
  failedAt ||= performance.now();
  again = window.setTimeout(() => ask(unfinished), Math.min(500 * 2 ** failures, LONGEST_PAUSE_MS));
}

/** @param {ScreenAnswer} answer */
function show({ stamp: answered, panels }) {
  const changes = new Map(panels.map((change) => [change.panel, change]));
  /** @type {[Element, Drawn][]} */
  const drawings = [];
  for (const place of findAll("[data-slot]")) {
    const change = changes.get(place.dataset.slot ?? "");
    if (!change) continue;
    if (change.content !== undefined) {
      drawings.push([place, change.content]);
      place.dataset.digest = change.digest;
    }
    sign(place, "stale", change.stale);
    sign(place, "computing", change.computing);
    sign(place, "unfinished", change.unfinished ? "true" : "");
  }
  drawInto(drawings);
  document.documentElement.dataset.stamp = answered;
  if (!panels.some(({ computing, unfinished }) => computing || unfinished)) setDrawing(false);
  else again = window.setTimeout(() => ask(true), TO_PAINT_MS); // not beside the painting of what came first
}

/**
 * @param {HTMLElement} place
 * @param {"stale" | "computing" | "unfinished"} name
 * @param {string} text
 */
function sign(place, name, text) {
  if (text) place.dataset[name] = text;
  else delete place.dataset[name];
}

/**
 * Draws the screen anew at a stamp.
 * @param {string} newer
 */
export function drawAt(newer) {
  stamp = newer;
  ask(false);
}

/** Draws the places that have come into view. */
export const drawWanted = () => ask(false);

/* Before the first answer there is no stamp, and nothing to press. */
/** @param {URL} target */
function prepare(target) {
  if (stamp && target.href !== window.location.href) askAhead(questionOf(target, false));
}

/**
 * Asks for all of another address of this screen before it is gone to; resolves to whether it is there, and still of the
 * moment shown. Until then no newer moment is drawn.
 * @param {string} href
 */
export async function isPrepared(href) {
  const target = new URL(href, window.location.href);
  const question = questionOf(target, true);
  try {
    const answer = await askAhead(question).answer;
    return stamp === question.stamp && isStillOf(question.places ?? [], places(target.search), answer);
  } catch {
    return false;
  }
}

function showEarly() {
  if (!isScreenHere()) return;
  const answer = early;
  early = undefined;
  if (answer) show(answer);
}

export function startDrawing() {
  onAddressChange(() => ask(false));
  onPress(prepare);
  onLayout(showEarly);
  ask(false);
}
