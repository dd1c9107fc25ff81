/* The clock of a wall: date, weekday and time of day in the city's zone. */

import { findAll, setText } from "../core/elements.js";
import { cityNow, latestNews } from "../core/news.js";
import { watch } from "../core/watch.js";
import { partsOf } from "../core/zoned_time.js";

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {string} zone
 * @param {string} language
 */
function formatOf(zone, language) {
  const key = `${zone} ${language}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
    hourCycle: "h23",
  });
  formats.set(key, made);
  return made;
}

/**
 * "2026-11-20 Fri 10:32" of an instant, the weekday in a language.
 * @param {number} instant milliseconds since 1970
 * @param {string} zone IANA name
 * @param {string} language
 */
export function clockText(instant, zone, language) {
  const parts = partsOf(formatOf(zone, language), instant);
  return `${parts.year}-${parts.month}-${parts.day} ${parts.weekday} ${parts.hour}:${parts.minute}`;
}

/* The city's own clock, which may be another than this machine's; of data that have ended, this machine's. */
function present() {
  const news = latestNews();
  return news && news.freshness !== "static" ? cityNow() : Date.now();
}

/** @param {HTMLElement} place */
const show = (place) => setText(place, clockText(present(), place.dataset.clock ?? "UTC", place.dataset.clockLang ?? "en"));

export function startClock() {
  watch("data-clock", show);
  window.setInterval(() => findAll("[data-clock]").forEach(show), 1000);
}
