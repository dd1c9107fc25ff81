/* The fields of the page /load: what may be said about a file, each with its label. */

/** @import { LoadSettings } from "../payloads.js" */

import { element, find } from "../core/elements.js";

/** Fields whose change gives the file other columns. */
export const OF_THE_FORM = ["encoding", "delimiter", "sheet", "header_row"];

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

/** What each list of meanings offers already. @type {WeakMap<HTMLSelectElement, string>} */
const filledWith = new WeakMap();

/**
 * A field with its label and, below it, what it is for.
 * @param {string} name
 * @param {string} label
 * @param {Field} field
 * @param {string} [hint]
 */
function labelled(name, label, field, hint) {
  field.id = `load-${name}`;
  field.name = name;
  const title = element("label", "", label);
  title.htmlFor = field.id;
  const parts = [title, field];
  if (hint) {
    const about = element("small", "quiet", hint);
    about.id = `load-${name}-hint`;
    field.setAttribute("aria-describedby", about.id);
    parts.push(/** @type {any} */ (about));
  }
  return element("div", "load-field", ...parts);
}

/**
 * @param {string} value
 * @param {Partial<HTMLInputElement>} [about]
 */
function input(value, about = {}) {
  return Object.assign(element("input"), { type: "text", value, autocomplete: "off", maxLength: 200, ...about });
}

/**
 * @param {[value: string, title: string][]} offered
 * @param {string} value
 */
function select(offered, value) {
  const made = element("select");
  for (const [one, title] of offered) made.append(new Option(title, one));
  made.value = value;
  return made;
}

/**
 * A field that takes any text and offers some.
 * @param {string} name
 * @param {string} label
 * @param {HTMLInputElement} field
 * @param {string[]} offered
 * @param {string} hint
 */
function withOffers(name, label, field, offered, hint) {
  const list = element("datalist");
  list.id = `load-${name}-offers`;
  for (const one of offered) list.append(new Option(one, one));
  field.setAttribute("list", list.id);
  return [labelled(name, label, field, hint), list];
}

/**
 * The fields, filled with what was chosen before.
 * @param {LoadSettings} settings
 * @param {Record<string, string>} chosen
 */
export function choicesForm({ words, sources, source, zone, systems, encodings, delimiters }, chosen) {
  const value = (/** @type {string} */ name) => chosen[name] ?? "";
  const found = /** @type {[string, string]} */ (["", words.as_found]);
  const same = (/** @type {string} */ one) => /** @type {[string, string]} */ ([one, one]);
  const marks = delimiters.map((one) => /** @type {[string, string]} */ ([one, one === "tab" ? words.tab : one]));
  const orders = /** @type {[string, string][]} */ ([found, ["day", words.day_first], ["month", words.month_first]]);
  return element(
    "fieldset",
    "load-options",
    element("legend", "", words.options),
    ...withOffers("source", words.source, input(chosen.source ?? source), sources, words.source_hint),
    labelled("zone", words.zone, input(value("zone"), { placeholder: zone }), words.zone_hint),
    ...withOffers("crs", words.crs, input(value("crs"), { placeholder: words.as_found }), systems, words.crs_hint),
    labelled("encoding", words.encoding, select([found, ...encodings.map(same)], value("encoding"))),
    labelled("delimiter", words.delimiter, select([found, ...marks], value("delimiter"))),
    labelled("sheet", words.sheet, input(value("sheet"), { placeholder: words.as_found })),
    labelled("header_row", words.header_row, input(value("header_row"), { placeholder: words.as_found, inputMode: "numeric" })),
    labelled("day_order", words.day_order, select(orders, value("day_order"))),
  );
}

/**
 * Does something that makes the fields of a place anew; the one with the focus has it again, with what is written there.
 * @param {HTMLElement} place
 * @param {() => void} work
 */
export function withFocusKept(place, work) {
  const before = /** @type {Field | null} */ (place.contains(document.activeElement) ? document.activeElement : null);
  work();
  const now = before && /** @type {Field | null} */ (find(`#${before.id}`, place));
  if (!now) return;
  now.value = before.value;
  now.focus({ preventScroll: true });
}

/**
 * Chooses in the list beside each word what the server says.
 * @param {ParentNode} place
 */
export function chooseWords(place) {
  for (const field of /** @type {NodeListOf<HTMLSelectElement>} */ (place.querySelectorAll("select.load-word")))
    field.value = field.dataset.code ?? "";
}

/**
 * Fills the lists of what a column may mean, and chooses in each what the server says.
 * @param {ParentNode} place
 * @param {LoadSettings} settings
 */
export function fillRoles(place, { roles, words }) {
  const offered = document.createDocumentFragment();
  offered.append(new Option(words.unused, ""));
  for (const group of roles) {
    const listed = element("optgroup");
    listed.label = group.title;
    for (const [role, title] of group.roles) listed.append(new Option(title, role));
    offered.append(listed);
  }
  const written = JSON.stringify([words.unused, roles]);
  for (const field of /** @type {NodeListOf<HTMLSelectElement>} */ (place.querySelectorAll("select.load-role"))) {
    if (filledWith.get(field) !== written) field.replaceChildren(offered.cloneNode(true));
    filledWith.set(field, written);
    field.value = field.dataset.role ?? "";
  }
}
