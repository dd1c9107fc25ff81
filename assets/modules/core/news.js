/* News of the server, passed to every module that listens, and the clock of the city that follows from them. */

/** @import { News } from "../payloads.js" */

import { parameters } from "./config.js";
import { find } from "./elements.js";

/** @type {((news: News) => void)[]} */
const listeners = [];
/** @type {News | undefined} */
let latest;
/* The city's clock ahead of the page's own, which goes on evenly when somebody puts this machine's clock right. */
/** @type {number | null} */
let ahead = null;
let replaying = false;
/* News are up to a minute old; a city's clock that seems to have gone back by more was put right itself. */
const OLDEST_NEWS_MS = 90000;

/**
 * Calls handler(news) for each answer of /api/v1/live.
 * @param {(news: News) => void} handler
 */
export const onNews = (handler) => listeners.push(handler);

/** The last news, undefined before the first. */
export const latestNews = () => latest;

/**
 * Hands news to all listeners.
 * @param {News} news
 * @param {boolean} isFresh true after a broken link, when the server's clock may be another one
 */
export function announce(news, isFresh) {
  const found = Date.parse(news.as_of) - performance.now();
  ahead = ahead === null || isFresh || found < ahead - OLDEST_NEWS_MS ? found : Math.max(ahead, found);
  latest = news;
  listeners.forEach((handler) => handler(news));
}

/* Before the first news, the moment for which the page was drawn is the best estimate. */
function aheadOfPage() {
  const stamp = isLive() && find("[data-stamp]")?.dataset.stamp;
  if (stamp) ahead = Number(stamp.split(".")[1]) * 1000 - performance.now();
  return ahead ?? Date.now() - performance.now();
}

/** Milliseconds since 1970 by the city's clock: a stamp is up to a minute old, the newest news are not. */
export const cityNow = () => performance.now() + (ahead ?? aheadOfPage());

/** True while the page shows the present: nothing in its address looks back, and no replay is playing. */
export const isLive = () => !replaying && !new URLSearchParams(window.location.search).has(parameters.asOf);

/** True while a replay hands the panels stamps of its own. */
export const isReplaying = () => replaying;

/** @param {boolean} is */
export const setReplaying = (is) => (replaying = is);
