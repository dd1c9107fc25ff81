/* The forms by which a view is saved and a note is written. */

/** @import { NoteForm, ViewForm } from "../payloads.js" */

import { button, element, find } from "../core/elements.js";
import { canChoose, choosePoint } from "../map/tools/point_choice.js";

const [FIRST_MINUTE, LAST_MINUTE] = ["T00:00", "T23:59"];
const DECIMALS = 6; // a tenth of a metre

/**
 * A field under its label.
 * @param {string} name
 * @param {HTMLElement} field
 */
const labelled = (name, field) => element("label", "", element("span", "", name), field);

/**
 * @param {string} type
 * @param {string} name
 * @param {Record<string, string>} [about]
 */
function input(type, name, about = {}) {
  const made = element("input");
  Object.assign(made, { type, name, ...about });
  return made;
}

/**
 * @param {HTMLElement} place
 * @param {(HTMLElement | string)[]} parts
 * @param {string} save
 * @param {(form: HTMLFormElement) => void} submit
 */
function formIn(place, parts, save, submit) {
  const send = element("button", "", save);
  const form = element("form", "", ...parts, send);
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form);
  });
  place.replaceChildren(form);
}

/**
 * @param {HTMLElement} place
 * @param {ViewForm} settings
 * @param {(form: HTMLFormElement) => void} submit
 */
export function viewForm(place, { words, longest }, submit) {
  const name = input("text", "name", { autocomplete: "off" });
  name.maxLength = longest;
  formIn(place, [labelled(words.name, name)], words.save, submit);
}

/**
 * @param {HTMLElement} place
 * @param {NoteForm} settings
 * @param {(form: HTMLFormElement) => void} submit
 */
export function noteForm(place, { words, longest, area_name, start, end }, submit) {
  const text = element("textarea");
  text.name = "text";
  text.rows = 2;
  text.maxLength = longest;
  const [inArea, atPoint] = ["area", "point"].map((value) => input("radio", "place", { value }));
  inArea.checked = true;
  const degrees = { inputMode: "decimal", autocomplete: "off" };
  const [lon, lat] = [input("text", "lon", degrees), input("text", "lat", degrees)];
  for (const field of [lon, lat]) field.addEventListener("input", () => (atPoint.checked = true));
  const pick = button("", words.pick, async () => {
    const point = await choosePoint(words.picking);
    if (point) {
      [lon.value, lat.value] = [point.lng, point.lat].map((degrees) => degrees.toFixed(DECIMALS));
      atPoint.checked = true;
    }
    pick.focus();
  });
  pick.hidden = !canChoose();
  const where = element(
    "fieldset",
    "",
    element("legend", "", words.place),
    element("label", "choice", inArea, `${words.in_area} ${area_name}`),
    element("label", "choice", atPoint, words.at_point),
    labelled(words.lon, lon),
    labelled(words.lat, lat),
    pick,
  );
  const from = input("datetime-local", "from", { value: `${start}${FIRST_MINUTE}` });
  const until = input("datetime-local", "until", { value: `${end}${LAST_MINUTE}` });
  const when = element("div", "saved-when", labelled(words.begins, from), labelled(words.ends, until));
  formIn(place, [labelled(words.text, text), where, when], words.save, submit);
}

/**
 * What a form holds, by the names of its fields.
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>}
 */
const valuesOf = (form) =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));

/**
 * The note that a form says; whole days are days.
 * @param {HTMLFormElement} form
 * @param {NoteForm} settings
 */
export function noteOf(form, { area }) {
  const { text, place, lon, lat, from, until } = valuesOf(form);
  const isWhole = from.endsWith(FIRST_MINUTE) && until.endsWith(LAST_MINUTE);
  const time = isWhole ? { from: from.split("T")[0], until: until.split("T")[0] } : { from, until };
  const point = { lon: lon.trim() ? Number(lon) : null, lat: lat.trim() ? Number(lat) : null };
  return { text, ...time, ...(place === "point" ? point : { area }) };
}

/**
 * @param {HTMLFormElement} form
 * @param {ViewForm} settings
 */
export const viewOf = (form, { address }) => ({ name: valuesOf(form).name, address });

/** @param {HTMLElement} place */
export const firstField = (place) => /** @type {HTMLInputElement | null} */ (find("input[type='text'], textarea", place));
