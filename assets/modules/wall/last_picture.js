/* The last picture of a wall, handed to the service worker of walls, which shows it to a page that is loaded while the
   server is down. Browsers have one only over TLS and at this machine. */

/** @import { Drawn } from "../globals.js" */
/** @import { PanelChange, ScreenAnswer } from "../core/screen_questions.js" */

import { isWall } from "../core/document.js";
import { onAnswer } from "../core/drawing.js";
import { wantedPlaces } from "../core/layout.js";
import { breakLink } from "../core/live.js";
import { onNews } from "../core/news.js";
import { fill } from "../core/sentences.js";
import { zonedTime } from "../core/zoned_time.js";
import { presentMoment } from "./clock.js";
import { unattended } from "./unattended.js";

const SCOPE = "/wall";
const NEWS = "/api/v1/live";
const LOOK_MS = 1000;
const EVERY_MS = 5000;
/** @type {Map<string, PanelChange>} */
const drawn = new Map();
/** @type {Promise<ServiceWorkerRegistration> | undefined} */
let registered;
let stamp = "";
let heardAt = 0;
let sentKey = "";
let sentAt = -Infinity;
let isSending = false;
/** @type {number | null} when the picture was made that is shown, if it was not the server that gave it */
let keptAt = null;

/** @param {ScreenAnswer} answer */
function note(answer) {
  keptAt = answer.kept_at ?? null;
  stamp = answer.stamp;
  for (const change of answer.panels) if (change.content !== undefined) drawn.set(change.panel, change);
}

/* What a page fetches while it is loaded, and then for its map; the first that the browser counts are the former. */
function needs() {
  const { origin } = window.location;
  const entries = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource"));
  const addresses = entries.filter(({ initiatorType }) => initiatorType !== "beacon").map(({ name }) => new URL(name));
  const own = addresses.filter((one) => one.origin === origin && one.pathname !== NEWS && one.pathname !== "/screen");
  return [...new Set(own.map(({ href }) => href))];
}

/** The picture as an answer to the question of a page that shows nothing yet; null while it is not whole. */
function picture() {
  const places = wantedPlaces();
  const panels = places.map((place) => drawn.get(place.dataset.slot ?? ""));
  const isWhole = places.every((place, at) => panels[at]?.digest === place.dataset.digest && !place.dataset.computing);
  if (!places.length || !isWhole) return null;
  const shown = panels.map((panel) => ({ ...panel, stale: "", computing: "", unfinished: false }));
  return { search: window.location.search, answer: { stamp, panels: shown, kept_at: heardAt } };
}

const keyNow = () => `${stamp} ${window.location.search}`;

function isDue() {
  const { keeps, ready } = document.documentElement.dataset;
  if (!isWall() || !keeps || keptAt !== null || ready !== "true" || !heardAt) return false;
  return keyNow() !== sentKey && performance.now() - sentAt > EVERY_MS;
}

/* One at a time, and no picture is held while it waits: a browser may say never that its worker is ready. */
async function send() {
  if (isSending || !isDue()) return;
  isSending = true;
  try {
    registered ??= navigator.serviceWorker.register(document.documentElement.dataset.keeps ?? "", { scope: SCOPE });
    await registered;
    const { active } = await navigator.serviceWorker.ready;
    const whole = isDue() ? picture() : null;
    if (!whole) return;
    sentKey = keyNow();
    sentAt = performance.now();
    active?.postMessage({ page: window.location.href, needs: needs(), picture: whole });
  } finally {
    isSending = false;
  }
}

/** @param {number} instant @param {string} zone */
function since(instant, zone) {
  const { day, time } = zonedTime(instant, zone);
  return day === zonedTime(Date.now(), zone).day ? time : `${day.slice(5)} ${time.slice(0, 5)}`;
}

/* Said at once, and until the server is heard of. */
function sayKept() {
  const settings = unattended();
  if (keptAt !== null && settings) breakLink(fill(settings.silent, { since: since(keptAt, settings.zone) }));
}

function look() {
  if (keptAt !== null) return sayKept();
  send().catch(() => {
    registered = undefined; // the browser keeps nothing: the wall goes on without
    sentAt = performance.now();
  });
}

export function startLastPicture() {
  if (!("serviceWorker" in navigator) || !document.documentElement.dataset.keeps) return;
  onAnswer(note);
  onNews(() => {
    heardAt = presentMoment();
    keptAt = null;
  });
  window.setInterval(look, LOOK_MS);
}
