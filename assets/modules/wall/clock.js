/* The clock of a wall: date, weekday and time of day in the city's zone. */

import { findAll, setText } from "../core/elements.js";
import { cityNow, latestNews } from "../core/news.js";
import { watch } from "../core/watch.js";
import { weekday, zonedTime } from "../core/zoned_time.js";

/**
 * "2026-11-20 Fri 10:32" of an instant, the weekday in a language.
 * @param {number} instant milliseconds since 1970
 * @param {string} zone IANA name
 * @param {string} language
 */
export function clockText(instant, zone, language) {
  const { day, time } = zonedTime(instant, zone);
  return `${day} ${weekday(instant, zone, language)} ${time.slice(0, 5)}`;
}

/** Milliseconds since 1970 by the city's own clock, which may be another than this machine's; of data that have ended, by
    this machine's. */
export function presentMoment() {
  const news = latestNews();
  return news && news.freshness !== "static" ? cityNow() : Date.now();
}

/** @param {HTMLElement} place */
const show = (place) => setText(place, clockText(presentMoment(), place.dataset.clock ?? "UTC", place.dataset.clockLang ?? "en"));

export function startClock() {
  watch("data-clock", show);
  window.setInterval(() => findAll("[data-clock]").forEach(show), 1000);
}
