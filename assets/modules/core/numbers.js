/* Numbers as people read them; `whole` and `decimal` write as dashboard/words/numbers.py does. Pure. */

const MINUS = "\u2212";
const IN_FULL_BELOW = 10_000;

/**
 * Rounded half away from zero, with separators and a true minus sign: "−1,234.50".
 * @param {number} value
 * @param {number} decimals
 */
export function decimal(value, decimals) {
  const scale = 10 ** decimals;
  const rounded = Math.floor(Math.abs(value) * scale + 0.5 + 1e-9) / scale;
  const form = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return `${value < 0 && rounded ? MINUS : ""}${rounded.toLocaleString("en-US", form)}`;
}

/**
 * All digits with separators: "12,345".
 * @param {number} value
 */
export const whole = (value) => decimal(value, 0);

/**
 * At least four digits, and all in front of the point: "12.35", "12,345".
 * @param {number} value above 0
 */
export const significant = (value) =>
  value.toLocaleString("en-US", { maximumSignificantDigits: Math.max(4, Math.ceil(Math.log10(value))) });

/**
 * A count in few letters: in full below ten thousand, then three digits in the thousands of the language: "9,999",
 * "1.23万" or "12.3K".
 * @param {number} count
 * @param {string} language
 */
export function short(count, language) {
  if (count < IN_FULL_BELOW) return whole(count);
  return new Intl.NumberFormat(language, { notation: "compact", maximumSignificantDigits: 3 }).format(count);
}
