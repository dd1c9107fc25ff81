/* A form by which somebody does what is kept as an act: its fields come with the page, and are sent as JSON. */

/** @import { ActField, ActForm } from "../payloads.js" */

import { once, send, Refusal } from "../analyst/keeping.js";
import { onAddressChange } from "../core/address.js";
import { element, find, setText } from "../core/elements.js";
import { showStamp } from "../core/live.js";
import { watchJson } from "../core/watch.js";

/** @type {WeakMap<HTMLElement, string>} what each place shows, so that what is being written stays */
const shown = new WeakMap();
/** @type {Map<string, { settings: ActForm, form: HTMLFormElement }>} the newest of each form, by what it is about */
const made = new Map();

/** @param {ActField} field */
function input(field) {
  if (field.kind === "select") {
    const options = field.options.map(([value, name]) => Object.assign(element("option", "", name), { value }));
    const made = element("select");
    made.append(...options);
    return made;
  }
  if (field.kind === "textarea") return Object.assign(element("textarea"), { rows: 2, maxLength: field.longest });
  return Object.assign(element("input"), { type: field.kind, step: "any", maxLength: field.longest, autocomplete: "off" });
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
    void once(form, () => submit(settings, form));
  });
  const about = JSON.stringify([settings.address, settings.title, settings.fixed]);
  const before = made.get(about);
  if (before) takeOver(before, form);
  made.set(about, { settings, form });
  place.replaceChildren(form);
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function fieldOf(form, name) {
  const found = form.elements.namedItem(name);
  return found && "value" in found ? found : null;
}

/**
 * A form that is made anew, since others can be chosen, holds what was written and says what was said.
 * @param {{ settings: ActForm, form: HTMLFormElement }} before
 * @param {HTMLFormElement} form
 */
function takeOver(before, form) {
  for (const { name, kind, value } of before.settings.fields) {
    const [old, now] = [fieldOf(before.form, name), fieldOf(form, name)];
    if (!old || !now || (kind !== "select" && old.value === value)) continue;
    const options = now instanceof HTMLSelectElement ? [...now.options] : [];
    if (kind !== "select" || options.some((one) => one.value === old.value)) now.value = old.value;
  }
  say(form, find(".act-said", before.form)?.textContent ?? "");
}

/**
 * @param {HTMLFormElement} form
 * @param {string} sentence
 */
function say(form, sentence) {
  const said = find(".act-said", form);
  if (said) setText(said, sentence);
}

/**
 * @param {ActForm} settings
 * @param {HTMLFormElement} form
 */
async function submit(settings, form) {
  try {
    const { stamp } = await send(settings.address, JSON.stringify(content(settings, new FormData(form))));
    say(form, settings.kept);
    for (const field of settings.fields) {
      const given = fieldOf(form, field.name);
      const isText = field.kind === "textarea" || field.kind === "text";
      if (given && (field.kind === "number" || (isText && !field.value))) given.value = field.value;
    }
    showStamp(stamp);
  } catch (error) {
    say(form, (error instanceof Refusal && error.message) || settings.failed);
  }
}

export function startActForms() {
  onAddressChange(() => made.clear());
  watchJson("data-act-form", build);
}
