/* What clicks make of the conditions of an address, written as the server writes them (dashboard/view/filtering.py). Pure. */

/** @typedef {[string, string]} Condition dimension and value; with ! behind the dimension the value is left out */
/** @typedef {"alone" | "add" | "exclude"} FilterMode a click, one with Shift, one with Alt */
/** @typedef {{ condition: string, also?: string, mode: FilterMode }} FilterStep
    condition: dimension=value; also: a parameter name=value that a click sets beside, unless it takes the condition back */

const WHERE = "where";
const EXCLUDED = "!";
const SEPARATOR = /(?<!\\);/;
const CATEGORIES = ["category1", "category2", "category3"]; // each a part of the one before
const KEPT = /%(3A|2C|2F|3D|3B)/g; // : , / = ; stand as they are
const QUOTED = /[*'()]/g; // which encodeURIComponent leaves

/** @param {Condition} condition @returns {Condition} */
const opposite = ([dimension, value]) => [
  dimension.endsWith(EXCLUDED) ? dimension.slice(0, -1) : dimension + EXCLUDED,
  value,
];

/** @param {string} dimension */
const inclusion = (dimension) => dimension.replace(/!$/, "");

/** @param {Condition} one @param {Condition} other */
const isSame = (one, other) => one[0] === other[0] && one[1] === other[1];

/** @param {Condition[]} where @param {Condition} condition */
const includes = (where, condition) => where.some((one) => isSame(one, condition));

/**
 * @param {string} text dimension=value
 * @returns {Condition}
 */
function conditionOf(text) {
  const [dimension, ...value] = text.split("=");
  return [dimension.trim().replace(/\s+!$/, "!"), value.join("=").trim()];
}

/** @param {string} text */
const parsed = (text) =>
  text
    .split(SEPARATOR)
    .filter((part) => part.includes("="))
    .map((part) => conditionOf(part.replaceAll("\\;", ";")));

/** @param {Condition[]} where */
const written = (where) =>
  [...where]
    .sort(([one, first], [other, second]) => compared(one, other) || compared(first, second))
    .map(([dimension, value]) => `${dimension}=${value}`.replaceAll(";", "\\;"))
    .join(";");

/** @param {string} one @param {string} other */
const compared = (one, other) => (one < other ? -1 : Number(one > other));

/**
 * A value as an address has it.
 * @param {string} text
 */
export const quoted = (text) =>
  encodeURIComponent(text)
    .replace(KEPT, decodeURIComponent)
    .replace(QUOTED, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * @param {Condition[]} where
 * @param {Condition} condition
 * @param {FilterMode} mode
 */
function changed(where, condition, mode) {
  if (mode === "alone") {
    const place = CATEGORIES.indexOf(condition[0]);
    const taken = [condition[0], ...(place < 0 ? [] : CATEGORIES.slice(place + 1))];
    const others = where.filter(([dimension]) => !taken.includes(inclusion(dimension)));
    return isAlone(where, condition) ? others : [...others, condition];
  }
  const wanted = mode === "add" ? condition : opposite(condition);
  const others = where.filter((one) => !isSame(one, wanted) && !isSame(one, opposite(wanted)));
  return includes(where, wanted) ? others : [...others, wanted];
}

/** @param {Condition[]} where @param {Condition} condition */
function isAlone(where, condition) {
  const own = where.filter(([dimension]) => inclusion(dimension) === condition[0]);
  return own.length === 1 && isSame(own[0], condition);
}

/**
 * Whether an address has already what a click would make of it.
 * @param {string} search
 * @param {FilterStep} step
 */
export function isMet(search, { condition, mode }) {
  const [where, own] = [parsed(new URLSearchParams(search).get(WHERE) ?? ""), conditionOf(condition)];
  return mode === "alone" ? isAlone(where, own) : includes(where, mode === "add" ? own : opposite(own));
}

/**
 * A query with another value of one parameter, without it where that is empty.
 * @param {string} search
 * @param {string} name
 * @param {string} value
 * @param {string[]} order the names of all parameters in the order in which an address has them
 */
export function withParameter(search, name, value, order) {
  const parts = new Map();
  for (const part of search.replace(/^\?/, "").split("&").filter(Boolean)) parts.set(part.split("=")[0], part);
  if (value) parts.set(name, `${name}=${quoted(value)}`);
  else parts.delete(name);
  const place = (/** @type {string} */ one) => (order.includes(one) ? order.indexOf(one) : order.length);
  const sorted = [...parts].sort(([one], [other]) => place(one) - place(other)).map(([, part]) => part);
  return sorted.length ? `?${sorted.join("&")}` : "";
}

/**
 * The query of an address after a click.
 * @param {string} search the query before it
 * @param {FilterStep} step
 * @param {string[]} order the names of all parameters in the order in which an address has them
 */
export function filteredSearch(search, { condition, also, mode }, order) {
  const where = parsed(new URLSearchParams(search).get(WHERE) ?? "");
  const own = conditionOf(condition);
  const isBack = mode === "alone" && isAlone(where, own);
  const found = withParameter(search, WHERE, written(changed(where, own, mode)), order);
  const [name, value] = (also ?? "").split("=");
  return name && mode === "alone" && !isBack ? withParameter(found, name, value ?? "", order) : found;
}
