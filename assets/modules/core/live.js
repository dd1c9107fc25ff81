/* One scheduler for all news: asks /api/v1/live, has the screen drawn at a new stamp, shows when the server is gone. */

/** @import { News } from "../payloads.js" */

import { screenAt } from "./config.js";
import { onAddressChange } from "./address.js";
import { drawAt, drawnStamp, failingSince, isDrawing } from "./drawing.js";
import { find, findAll, setText } from "./elements.js";
import { announce, isLive, isReplaying, latestNews } from "./news.js";
import { fetchJson } from "./requests.js";
import { isPressed } from "./screen_questions.js";
import { startWaking } from "./waking/waking.js";
import { minutesAndSeconds } from "./zoned_time.js";

const LONGEST_PAUSE_MS = 5000;
const TIME_LIMIT_MS = 8000;
const LOOKING_BACK_MS = 60000;
const FIRST_MS = 1000;
const SILENT_MS = 3000; // a server that answers news no sooner is said to be gone; it may still answer
const LOOK_AT_LINK_MS = 500;
let version = "";
let area = "";
let shownStamp = "";
let shownAt = -Infinity;
let failures = 0;
let brokenSince = 0;
let askedAt = 0;
let saidOfLink = "";
let turns = 0;
let next = 0;
let hasSlept = false;

function pause() {
  const usual = 1000 * screenAt(window.location.pathname).refresh_s;
  const backedOff = failures ? Math.min(usual * 2 ** (failures - 1), LONGEST_PAUSE_MS) : usual;
  return backedOff * (0.9 + 0.2 * Math.random());
}

/* The newest events of the area shown; a browser that has them already gets a short answer. */
async function ask() {
  const shown = find("[data-panel='header']")?.dataset.area || "";
  const since = shown === area ? version : "";
  const parameters = new URLSearchParams({ since, ...(shown && { area: shown }) });
  const options = /** @type {const} */ ({ cache: "no-store", signal: AbortSignal.timeout(TIME_LIMIT_MS) });
  /** @type {News} */
  const news = await fetchJson(`/api/v1/live?${parameters}`, options);
  area = shown;
  return news;
}

/** @param {News} news */
function receive(news) {
  askedAt = 0;
  const recovered = failures > 0 || hasSlept;
  failures = 0;
  hasSlept = false;
  brokenSince = 0;
  saidOfLink = "";
  showLink();
  version = String(news.version);
  announce(news, recovered);
  if (recovered) pushStamp();
  else pushNewStamp();
}

/* A new stamp is pushed at once; to a screen that looks back once a minute, for corrections that came late. */
function pushNewStamp() {
  const stamp = latestNews()?.stamp;
  if (!stamp || isReplaying() || stamp === shownStamp || isDrawing() || isPressed()) return;
  if (!isLive() && performance.now() - shownAt < LOOKING_BACK_MS) return;
  if (!shownStamp && drawnStamp() === stamp) remember(stamp);
  else pushStamp();
}

/** @param {string} stamp */
function remember(stamp) {
  shownStamp = stamp;
  shownAt = performance.now();
}

/** Gives the present stamp to all panels, whichever they have. */
export function pushStamp() {
  const stamp = latestNews()?.stamp;
  if (!stamp || isReplaying()) return;
  remember(stamp);
  drawAt(stamp);
}

/**
 * Shows the screen at a stamp that was just made, unless it looks back by a replay.
 * @param {string} stamp
 */
export function showStamp(stamp) {
  if (isReplaying()) return;
  remember(stamp);
  drawAt(stamp);
}

function fail() {
  failures += silentSince() ? 2 : 1;
  brokenSince ||= silentSince() || performance.now();
  askedAt = 0;
  showLink();
}

/**
 * The link is broken, whatever became of the last question, until there are news.
 * @param {string} sentence what is said of it
 */
export function breakLink(sentence) {
  failures = Math.max(failures, 2);
  brokenSince ||= performance.now();
  saidOfLink = sentence;
  showLink();
}

const silentSince = () => (askedAt && performance.now() - askedAt > SILENT_MS ? askedAt : 0);

/* Two failures in a row are a broken link, of the news as of the screen; a single one may be a hiccup. So is silence. */
const linkBrokenSince = () => (failures > 1 ? brokenSince : silentSince() || failingSince());

const isShownBroken = () => document.documentElement.dataset.link === "broken";

function showLink() {
  const since = linkBrokenSince();
  const root = document.documentElement.dataset;
  root.link = since ? "broken" : "alive";
  for (const place of findAll(".link-state")) {
    const said = saidOfLink || `${place.dataset.broken} ${minutesAndSeconds(performance.now() - since)}`;
    setText(place, since ? said : "");
  }
}

/**
 * Whether whoever looks is no longer signed in.
 * @param {unknown} failure
 */
const isSignedOut = (failure) =>
  document.documentElement.dataset.visitor === "account" && failure instanceof Error && failure.message.endsWith(": 403");

/* What an earlier turn still waits for is of no use to a later one. */
async function turn() {
  const mine = ++turns;
  window.clearTimeout(next);
  try {
    askedAt = find("[data-slot]") ? performance.now() : 0;
    const news = askedAt ? await ask() : undefined;
    if (mine !== turns) return;
    if (news) receive(news);
  } catch (failure) {
    if (mine !== turns) return;
    if (isSignedOut(failure)) window.location.reload(); // to the form, or to what a wall shows until it is paired
    fail();
  }
  next = window.setTimeout(turn, pause());
}

/* A page that slept waits neither for a question that was on its way then nor for its next turn: it asks at once, and what
   comes is drawn whole, at one stamp. */
function wake() {
  hasSlept = true;
  turn();
}

export function startLive() {
  /* From a look back to the present: the stamp that was held back, at once. */
  onAddressChange(() => isLive() && pushNewStamp());
  window.setInterval(() => (linkBrokenSince() || isShownBroken()) && showLink(), LOOK_AT_LINK_MS);
  next = window.setTimeout(turn, FIRST_MS);
  startWaking(wake);
}
