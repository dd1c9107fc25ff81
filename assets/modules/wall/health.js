/* How a wall does: it tells a worker once a second that it goes on and when it was last painted, and the worker tells the
   server. A worker looks on while the page itself stands still, and has a page loaded anew that stood for long. */

import { isWall } from "../core/document.js";
import { find } from "../core/elements.js";
import { cityNow, onNews } from "../core/news.js";
import { keep, kept } from "./kept.js";
import { isAnswered, memoryHeld, renewAt } from "./renewal.js";

const BEAT_MS = 1000;
const COUNT_EVERY_MS = 60000;
const APART_MS = 600000; // a page that freezes again and again is not loaded again and again
const REPORT = "/api/v1/walls/report";
/** @type {Worker | null} */
let worker = null;
let paintedAt = 0;
let isAwaited = false;
/** @type {number | null} */
let framesPerSecond = null;
let countedAt = -Infinity;

/** What the page calls itself, the same when it is loaded anew. */
function ownName() {
  if (!kept("wall")) {
    const random = crypto.getRandomValues(new Uint8Array(8));
    keep("wall", [...random].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  }
  return kept("wall");
}

/* A frame is asked for once a second: a browser that still makes the picture gives it at once. */
function awaitFrame() {
  if (isAwaited) return;
  isAwaited = true;
  window.requestAnimationFrame(() => {
    isAwaited = false;
    paintedAt = performance.now();
  });
}

/* Frames of one second in a minute: to count all of them would keep the machine busy. */
function countFrames() {
  const began = performance.now();
  countedAt = began;
  let frames = 0;
  const count = () => {
    frames += 1;
    const passed = performance.now() - began;
    if (passed < BEAT_MS) window.requestAnimationFrame(count);
    else framesPerSecond = (1000 * frames) / passed;
  };
  window.requestAnimationFrame(count);
}

/** What the page says about itself. */
const about = () => ({
  wall: ownName(),
  open_s: performance.now() / 1000,
  release: document.documentElement.dataset.release ?? "",
  width: window.innerWidth,
  height: window.innerHeight,
  scene: find(".screen.wall")?.dataset.scene ?? "",
  frames_per_second: framesPerSecond,
  heap_bytes: memoryHeld(),
  nodes: document.getElementsByTagName("*").length,
});

function beat() {
  if (!worker) return;
  const isHidden = document.hidden;
  if (isWall() && !isHidden) {
    if (performance.now() - countedAt > COUNT_EVERY_MS) countFrames();
    awaitFrame();
  }
  const said = { isHidden, hasLeft: !isWall(), paintedAgo: performance.now() - paintedAt };
  worker.postMessage({ about: about(), beat: said });
}

/* At the next moment at which the server answers; not twice in ten minutes, by the clock of the city, for that of the page
   begins anew with it. */
function renew() {
  const isTooSoon = Math.abs(cityNow() - (kept("thawed") ?? -Infinity)) < APART_MS;
  if (!isWall() || !isAnswered() || isTooSoon) return;
  keep("thawed", cityNow());
  renewAt(window.location.href);
}

/* The first news show that the server answers: a worker is fetched from it. */
function begin() {
  const { watcher } = document.documentElement.dataset;
  if (worker || !watcher || !isWall()) return;
  worker = new Worker(watcher, { type: "module" });
  worker.addEventListener("message", renew);
  worker.addEventListener("error", () => (worker = null));
  paintedAt = performance.now();
  beat();
}

function leave() {
  if (!worker || !isWall()) return;
  const body = JSON.stringify({ ...about(), state: "left", state_s: 0, freezes: 0 });
  fetch(REPORT, { method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body }).catch(() => null);
}

export function startHealth() {
  onNews(begin);
  window.setInterval(beat, BEAT_MS);
  document.addEventListener("visibilitychange", beat);
  window.addEventListener("pagehide", leave);
}
