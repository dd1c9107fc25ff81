/* The newest events as rows, and which of them were not there before. Pure. */

/** @import { ListRow, NewestEvent, NewestSettings } from "../payloads.js" */
/** @typedef {"timed" | "dayed" | "dated"} TimeForm */

import { zonedTime } from "../core/zoned_time.js";

const REMEMBERED = 600;
const STEP = " › ";

/**
 * Times with as much of the date as the oldest event needs: none, month and day, or all of it.
 * @param {NewestEvent[]} events
 * @param {NewestSettings} settings
 * @returns {{ form: TimeForm, texts: string[] }}
 */
export function timesOf(events, { as_of: asOf, zone }) {
  const now = zonedTime(Date.parse(asOf), zone);
  const moments = events.map((event) => zonedTime(Date.parse(event.reported_at), zone));
  if (moments.every(({ day }) => day === now.day)) return { form: "timed", texts: moments.map(({ time }) => time) };
  const isThisYear = moments.every(({ day }) => day.slice(0, 4) === now.day.slice(0, 4));
  const from = isThisYear ? 5 : 0;
  const texts = moments.map(({ day, time }) => `${day.slice(from)} ${time.slice(0, 5)}`);
  return { form: isThisYear ? "dayed" : "dated", texts };
}

/**
 * Where: the two steps below the area shown, and the department it went to.
 * @param {NewestEvent} event
 * @param {NewestSettings} settings
 */
function placeText(event, { known, automatic }) {
  const steps = event.area_name.split(STEP);
  const below = steps.filter((step) => !known.includes(step));
  const place = below.slice(0, 2).join(STEP) || steps[steps.length - 1];
  if (!event.department) return place;
  return `${place} → ${event.department}${event.auto_dispatched ? ` (${automatic})` : ""}`;
}

/**
 * @param {NewestEvent} event
 * @param {string} time
 * @param {NewestSettings} settings
 * @returns {ListRow}
 */
export function eventRow(event, time, settings) {
  const channel = event.channel ? settings.channels[event.channel] || event.channel : settings.unknown;
  const title = event.title || event.category || settings.untitled;
  const place = placeText(event, settings);
  const href = settings.case_link?.replace(settings.case, event.id.split("/").map(encodeURIComponent).join("/"));
  return {
    class: "event",
    cells: [["event-time", time], ["event-channel", channel], ["event-what", title], ["event-place", place]],
    code: event.id,
    title: `${title}\n${event.area_name}`,
    ...(href && { href }),
  };
}

/** Remembers which events were listed. */
export class SeenEvents {
  /** @type {Set<string>} */
  #ids = new Set();
  #address = "";
  #moment = 0;
  #oldest = 0;

  /**
   * Those not seen before. Of a screen that has just gone to another address none is new, nor is what is older than all
   * that was listed last: the news bring more events than the panel draws.
   * @param {NewestEvent[]} events
   * @param {number} moment milliseconds since 1970
   * @param {string} address
   */
  unseen(events, moment, address) {
    const isSameScreen = address === this.#address && moment >= this.#moment;
    const moments = events.map((event) => Date.parse(event.reported_at));
    const isNew = (/** @type {NewestEvent} */ event, /** @type {number} */ index) =>
      !this.#ids.has(event.id) && moments[index] > this.#oldest;
    const found = isSameScreen ? events.filter(isNew) : [];
    if (address !== this.#address) this.#ids = new Set();
    events.forEach((event) => this.#ids.add(event.id));
    if (this.#ids.size > REMEMBERED) this.#ids = new Set([...this.#ids].slice(-REMEMBERED / 2));
    this.#address = address;
    this.#moment = moment;
    this.#oldest = moments.length ? Math.min(...moments) : 0;
    return found;
  }
}
