/* A wall is loaded anew when the server runs another release than the one that the page came from, and when the page holds
   more memory than is declared: at a change of scenes, or when nothing moves on a wall that stands, and only while the
   server answers. */

import { isDrawing } from "../core/drawing.js";
import { latestNews, onNews } from "../core/news.js";
import { unattended } from "./unattended.js";

const ANSWERED_MS = 5000;
const SPREAD_MS = 20000; // walls of one city are not loaded all at once
const LEAST_MS = 60000; // one that begins with too much does not begin again and again
const MEGABYTE = 2 ** 20;
let heardAt = -Infinity;
let dueSince = 0;
let renewedAt = -Infinity;
const patience = SPREAD_MS * Math.random();

/** Bytes of memory that the page holds; null where the browser does not tell. */
export const memoryHeld = () =>
  /** @type {{ memory?: { usedJSHeapSize: number } }} */ (window.performance).memory?.usedJSHeapSize ?? null;

function isAnotherRelease() {
  const { release = "" } = document.documentElement.dataset;
  const running = latestNews()?.release ?? "";
  return release !== "" && running !== "" && running !== release;
}

function holdsTooMuch() {
  const most = unattended()?.memory_mb;
  return most !== undefined && (memoryHeld() ?? 0) > most * MEGABYTE && performance.now() > LEAST_MS;
}

/** Whether the server has answered just now. */
export const isAnswered = () => performance.now() - heardAt < ANSWERED_MS;

/** Whether the page has to be loaded anew, and can be. */
export function isRenewalDue() {
  if (!dueSince) return false;
  const isTime = performance.now() > Math.max(dueSince + patience, renewedAt + LEAST_MS);
  return isTime && isAnswered() && !isDrawing();
}

/**
 * Loads the page anew at an address.
 * @param {string} href
 */
export function renewAt(href) {
  renewedAt = performance.now();
  if (new URL(href, window.location.href).href === window.location.href) window.location.reload();
  else window.location.replace(href);
}

export function startRenewal() {
  onNews(() => {
    heardAt = performance.now();
    if (isAnotherRelease() || holdsTooMuch()) dueSince ||= heardAt;
  });
}
