/* Date and time of day in the zone of the city. Pure. */

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * The parts of an instant by their name: year, month, day, weekday in a language, hour, minute, second.
 * @param {number} instant milliseconds since 1970
 * @param {string} zone IANA name
 * @param {string} language
 * @returns {Record<string, string>}
 */
function partsOf(instant, zone, language) {
  const key = `${zone} ${language}`;
  const format = formats.get(key) ?? newFormat(zone, language);
  formats.set(key, format);
  return Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]));
}

/**
 * @param {string} zone
 * @param {string} language
 */
function newFormat(zone, language) {
  return new Intl.DateTimeFormat(language, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZone: zone,
    hourCycle: "h23",
  });
}

/**
 * Date and time of an instant in a zone: { day: "2026-11-20", time: "10:32:07" }.
 * @param {number} instant milliseconds since 1970
 * @param {string} zone IANA name
 */
export function zonedTime(instant, zone) {
  const parts = partsOf(instant, zone, "en");
  return { day: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}:${parts.second}` };
}

/**
 * Date and time of an instant in a zone: "2026-11-20 10:32:07"; as dashboard/words/moments.py writes it.
 * @param {number} instant milliseconds since 1970
 * @param {string} zone IANA name
 */
export function dateAndTime(instant, zone) {
  const { day, time } = zonedTime(instant, zone);
  return `${day} ${time}`;
}

/**
 * Time of day of an instant in a zone: "10:32:07".
 * @param {number} instant milliseconds since 1970
 * @param {string} zone IANA name
 */
export const timeOfDay = (instant, zone) => zonedTime(instant, zone).time;

/**
 * The short name of its weekday in a language: "Fri", "周五".
 * @param {number} instant milliseconds since 1970
 * @param {string} zone IANA name
 * @param {string} language
 */
export const weekday = (instant, zone, language) => partsOf(instant, zone, language).weekday;

/**
 * Minutes and seconds of a length of time: "03:07".
 * @param {number} milliseconds
 */
export function minutesAndSeconds(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const twoDigits = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`;
}
