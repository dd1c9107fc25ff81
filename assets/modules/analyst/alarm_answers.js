/* The form that answers an alarm: a press on "answer" at a row chooses it, Escape lets it go. */

/** @import { AlarmForm } from "../payloads.js" */

import { around, element, find, setText } from "../core/elements.js";
import { showStamp } from "../core/live.js";
import { watchJson } from "../core/watch.js";
import { Refusal, answerAlarm, once } from "./keeping.js";

const PLACE = ".alarm-form";
/** @type {AlarmForm | undefined} */
let settings;
/** @type {string} the key of the alarm that is answered; empty without one */
let chosen = "";

/**
 * @param {string} name
 * @param {HTMLElement} field
 * @param {string} [of] the answer that needs it
 */
function labelled(name, field, of = "") {
  const label = element("label", "", element("span", "", name), field);
  if (of) label.dataset.of = of;
  return label;
}

/**
 * @param {string} name
 * @param {[string, string][]} choices
 */
function menu(name, choices) {
  const made = element("select");
  made.name = name;
  for (const [value, text] of choices) {
    const option = element("option", "", text);
    option.value = value;
    made.append(option);
  }
  return made;
}

/**
 * @param {string} name
 * @param {number} longest
 */
function line(name, longest) {
  const made = element("input");
  Object.assign(made, { type: "text", name, maxLength: longest, autocomplete: "off" });
  return made;
}

/** @param {HTMLFormElement} form */
function showNeeded(form) {
  const state = new FormData(form).get("state");
  for (const label of form.querySelectorAll("label[data-of]")) {
    /** @type {HTMLElement} */ (label).hidden = /** @type {HTMLElement} */ (label).dataset.of !== state;
  }
}

/** @param {string} sentence */
function say(sentence) {
  const place = find(`${PLACE} .alarm-said`);
  if (place) setText(place, sentence);
}

/**
 * @param {string} key
 * @param {string} name
 */
function choose(key, name) {
  chosen = key;
  const place = find(PLACE);
  if (!place || !settings) return;
  place.classList.toggle("chosen", key !== "");
  setText(/** @type {HTMLElement} */ (find(".alarm-chosen", place)), key ? name : settings.words.choose);
  const form = find("form", place);
  if (form) form.hidden = key === "";
  if (key) {
    say("");
    place.scrollIntoView({ block: "nearest" });
    find("select", place)?.focus({ preventScroll: true });
  }
}

/** @param {HTMLFormElement} form */
async function submit(form) {
  const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  const { state, unit, text } = given;
  const minutes = state === "snoozed" ? Number(given.minutes) : null;
  try {
    const { stamp } = await answerAlarm({ key: chosen, state, unit: state === "assigned" ? unit : "", text, minutes });
    showStamp(stamp);
    form.reset();
    showNeeded(form);
    choose("", "");
    say(settings?.words.saved ?? "");
  } catch (error) {
    say((error instanceof Refusal && error.message) || (settings?.words.failed ?? ""));
  }
}

/**
 * @param {AlarmForm} given
 * @param {HTMLElement} place
 */
function build(given, place) {
  settings = given;
  const { words } = given;
  const state = menu("state", Object.entries(given.states));
  const minutes = menu("minutes", given.snoozes.map((one) => [String(one.minutes), one.name]));
  const form = element(
    "form",
    "",
    labelled(words.state, state),
    labelled(words.unit, line("unit", given.longest_unit), "assigned"),
    labelled(words.minutes, minutes, "snoozed"),
    labelled(words.text, line("text", given.longest)),
    element("button", "", words.save),
  );
  form.noValidate = true;
  form.addEventListener("change", () => showNeeded(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(form, () => submit(form));
  });
  const said = element("span", "alarm-said");
  said.setAttribute("role", "status");
  place.replaceChildren(element("span", "alarm-chosen", words.choose), form, said);
  showNeeded(form);
  choose("", "");
}

/** @param {Event} event */
function press(event) {
  const pressed = around(event, "[data-alarm-answer]");
  if (pressed) choose(pressed.dataset.alarmAnswer ?? "", pressed.dataset.alarmName ?? "");
}

/** @param {KeyboardEvent} event */
function escape(event) {
  if (event.key !== "Escape" || !chosen || !around(event, PLACE)) return;
  event.stopImmediatePropagation();
  const key = chosen;
  choose("", "");
  find(`[data-alarm-answer="${key}"]`)?.focus();
}

export function startAlarmAnswers() {
  watchJson("data-alarm-form", build);
  document.addEventListener("click", press);
  document.addEventListener("keydown", escape, true);
}
