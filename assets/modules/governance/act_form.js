/* A form by which somebody does what is kept as an act: its fields come with the page, and are sent as JSON. */

/** @import { ActField, ActForm } from "../payloads.js" */

import { send, Refusal } from "../analyst/keeping.js";
import { element, setText } from "../core/elements.js";
import { showStamp } from "../core/live.js";
import { watchJson } from "../core/watch.js";

/** @type {WeakMap<HTMLElement, string>} what each place shows, so that what is being written stays */
const shown = new WeakMap();

/** @param {ActField} field */
function input(field) {
  if (field.kind === "select") {
    const options = field.options.map(([value, name]) => Object.assign(element("option", "", name), { value }));
    const made = element("select");
    made.append(...options);
    return made;
  }
  if (field.kind === "textarea") return Object.assign(element("textarea"), { rows: 2, maxLength: field.longest });
  return Object.assign(element("input"), { type: field.kind, step: "any", required: true });
}

/** @param {ActField} field */
function labelled(field) {
  const made = input(field);
  made.name = field.name;
  if (field.value) made.value = field.value;
  return element("label", "", element("span", "", field.label), made);
}

/**
 * What a form says, numbers as numbers; an empty field of a number is left out.
 * @param {ActForm} settings
 * @param {FormData} given
 * @returns {Record<string, string | number>}
 */
export function content(settings, given) {
  /** @type {Record<string, string | number>} */
  const told = { ...settings.fixed };
  for (const { name, kind } of settings.fields) {
    const text = String(given.get(name) ?? "");
    if (kind !== "number") told[name] = text;
    else if (text) told[name] = Number(text);
  }
  return told;
}

/**
 * @param {ActForm} settings
 * @param {HTMLElement} place
 */
function build(settings, place) {
  const written = JSON.stringify(settings);
  if (shown.get(place) === written) return;
  shown.set(place, written);
  const said = element("span", "act-said");
  said.setAttribute("role", "status");
  const form = element("form", "", element("strong", "", settings.title));
  form.append(...settings.fields.map(labelled), element("button", "", settings.keep), said);
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit(settings, form, said);
  });
  place.replaceChildren(form);
}

/**
 * @param {ActForm} settings
 * @param {HTMLFormElement} form
 * @param {HTMLElement} said
 */
async function submit(settings, form, said) {
  try {
    const { stamp } = await send(settings.address, JSON.stringify(content(settings, new FormData(form))));
    setText(said, settings.kept);
    for (const field of settings.fields) {
      const given = form.elements.namedItem(field.name);
      const isText = field.kind === "textarea" || field.kind === "text";
      if (given && "value" in given && (field.kind === "number" || (isText && !field.value))) given.value = "";
    }
    showStamp(stamp);
  } catch (error) {
    setText(said, (error instanceof Refusal && error.message) || settings.failed);
  }
}

export function startActForms() {
  watchJson("data-act-form", build);
}
