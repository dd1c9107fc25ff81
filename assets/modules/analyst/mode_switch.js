/* The form that switches an area to emergency operation and back. The first press asks, a second one within five seconds
   switches; without a reason nothing is asked. */

/** @import { ModeForm } from "../payloads.js" */

import { element, find, setText } from "../core/elements.js";
import { showStamp } from "../core/live.js";
import { watchJson } from "../core/watch.js";
import { Refusal, keepModeAct, once } from "./keeping.js";

const SURE_MS = 5000;

/** @param {string} sentence */
function say(sentence) {
  const place = find(".mode-said");
  if (place) setText(place, sentence);
}

/**
 * @param {ModeForm} given
 * @param {"normal" | "emergency"} mode
 * @param {HTMLFormElement} form
 */
async function send(given, mode, form) {
  const { text, until } = Object.fromEntries(new FormData(form));
  try {
    const act = { mode, area: given.area, text: String(text), until: mode === "emergency" ? String(until) : "" };
    showStamp((await keepModeAct(act)).stamp);
    form.reset();
    say(given.words.saved);
  } catch (error) {
    say((error instanceof Refusal && error.message) || given.words.failed);
  }
}

/**
 * @param {ModeForm} given
 * @param {"normal" | "emergency"} mode
 * @param {string} text
 */
function switchTo(given, mode, text) {
  const pressed = element("button", "", text);
  pressed.type = "button";
  pressed.dataset.mode = mode;
  pressed.addEventListener("click", () => {
    const form = /** @type {HTMLFormElement} */ (pressed.form);
    if (!String(new FormData(form).get("text")).trim()) {
      say(given.words.no_reason);
      /** @type {HTMLElement | null} */ (form.elements.namedItem("text"))?.focus();
      return;
    }
    if (pressed.dataset.asked) {
      void once(form, () => send(given, mode, form));
      return;
    }
    say("");
    pressed.dataset.asked = "true";
    setText(pressed, given.words.sure.replace("{do}", text));
    window.setTimeout(() => {
      delete pressed.dataset.asked;
      setText(pressed, text);
    }, SURE_MS);
  });
  return pressed;
}

/**
 * @param {string} name
 * @param {string} type
 * @param {string} said
 * @param {number} [longest]
 */
function field(name, type, said, longest) {
  const input = element("input");
  Object.assign(input, { type, name, autocomplete: "off" }, longest ? { maxLength: longest } : {});
  return element("label", "", element("span", "", said), input);
}

/**
 * @param {ModeForm} given
 * @param {HTMLElement} place
 */
function build(given, place) {
  const { words } = given;
  const buttons = given.is_emergency
    ? [switchTo(given, "normal", words.to_normal), switchTo(given, "emergency", words.change)]
    : [switchTo(given, "emergency", words.to_emergency)];
  const why = field("text", "text", words.why, given.longest);
  const form = element("form", "", why, field("until", "datetime-local", words.until), ...buttons);
  form.noValidate = true;
  form.addEventListener("submit", (event) => event.preventDefault());
  const before = place.dataset.builtFor === given.area ? find(".mode-said", place)?.textContent : "";
  const said = element("span", "mode-said", before ?? "");
  said.setAttribute("role", "status");
  place.dataset.builtFor = given.area;
  place.replaceChildren(form, said);
}

export function startModeSwitch() {
  watchJson("data-mode-form", build);
}
