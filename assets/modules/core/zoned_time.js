/* Date and time of day in the zone of the city. Pure. */

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {string} zone */
function formatOf(zone) {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZone: zone,
    hourCycle: "h23",
  });
  formats.set(zone, made);
  return made;
}

/**
 * Parts of a formatted instant by their name.
 * @param {Intl.DateTimeFormat} format
 * @param {number} instant milliseconds since 1970
 * @returns {Record<string, string>}
 */
export const partsOf = (format, instant) =>
  Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]));

/**
 * Date and time of an instant in a zone: { day: "2026-11-20", time: "10:32:07" }.
 * @param {number} instant milliseconds since 1970
 * @param {string} zone IANA name
 */
export function zonedTime(instant, zone) {
  const parts = partsOf(formatOf(zone), instant);
  return { day: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}:${parts.second}` };
}

/**
 * Minutes and seconds of a length of time: "03:07".
 * @param {number} milliseconds
 */
export function minutesAndSeconds(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const twoDigits = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`;
}
