/* The form by which something is done about a case of a governance loop; the button of a case opens it. */

/** @import { CaseActForm } from "../payloads.js" */

import { around, button, element, find, findAll, setText } from "../core/elements.js";
import { showStamp } from "../core/live.js";
import { watchJson } from "../core/watch.js";
import { Refusal, keepCaseAct, once } from "./keeping.js";

/** @type {CaseActForm | undefined} */
let settings;
/** @type {HTMLElement | undefined} */
let place;
/** @type {{ source: string, source_id: string } | undefined} the case that the form is about; nothing without a form */
let chosen;
/** @type {HTMLElement | null} the button that opened the form */
let opener = null;

/**
 * @param {string} name
 * @param {HTMLElement} field
 */
const labelled = (name, field) => element("label", "", element("span", "", name), field);

/**
 * @param {string} name
 * @param {[string, string][]} options
 */
function choice(name, options) {
  const made = element("select");
  made.name = name;
  for (const [value, text] of options) {
    const option = element("option", "", text);
    option.value = value;
    made.append(option);
  }
  return made;
}

/** @param {string} sentence */
function say(sentence) {
  const said = find("[data-panel='loop_act'] .case-act-said");
  if (said) setText(said, sentence);
}

/**
 * @param {HTMLFormElement} form
 * @param {{ source: string, source_id: string }} about
 */
async function submit(form, about) {
  const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  try {
    const { stamp } = await keepCaseAct({ ...about, ...given, loop: settings?.loop });
    say(settings?.words.act_kept.replace("{number}", about.source_id) ?? "");
    close();
    showStamp(stamp);
  } catch (error) {
    say((error instanceof Refusal && error.message) || (settings?.words.act_failed ?? ""));
  }
}

/** Takes the form away; the focus goes back to the button of its case, where that is still there. */
function close() {
  const about = chosen;
  chosen = undefined;
  place?.replaceChildren();
  const isOf = (/** @type {HTMLElement} */ one) =>
    one.isConnected && one.dataset.loopAct === about?.source_id && one.dataset.source === about?.source;
  [...(opener ? [opener] : []), ...findAll("[data-loop-act]")].find(isOf)?.focus({ preventScroll: true });
}

function cancel() {
  say("");
  close();
}

/** @param {{ source: string, source_id: string }} about */
function open(about) {
  if (!settings || !place) return;
  const { words, kinds, longest, longest_unit } = settings;
  const kind = choice("kind", kinds.map((one) => [one.key, one.name]));
  const unit = element("input");
  Object.assign(unit, { name: "unit", maxLength: longest_unit, autocomplete: "off" });
  const text = element("textarea");
  Object.assign(text, { name: "text", rows: 2, maxLength: longest });
  const state = element("div");
  const states = () => {
    const { states: known = [], timed, for_unit } = kinds.find((one) => one.key === kind.value) ?? {};
    const at = element("input");
    Object.assign(at, { name: "at", type: "datetime-local" });
    state.replaceChildren(
      ...(known.length ? [labelled(words.act_state, choice("state", known))] : []),
      ...(timed ? [labelled(words.act_time, at)] : []),
      ...(for_unit ? [labelled(words.act_unit, unit)] : []),
    );
  };
  kind.addEventListener("change", states);
  states();
  const form = element(
    "form",
    "",
    element("strong", "", words.act_on.replace("{number}", about.source_id)),
    labelled(words.act_kind, kind),
    state,
    labelled(words.act_text, text),
    element("button", "", words.act_keep),
    button("", words.act_close, cancel),
  );
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(form, () => submit(form, about));
  });
  chosen = about;
  place.replaceChildren(form);
  say("");
  kind.focus();
}

/** @param {Event} event */
function press(event) {
  if (!chosen) say(""); // what was kept has been read
  const pressed = around(event, "[data-loop-act]");
  if (!pressed) return;
  opener = pressed;
  open({ source: pressed.dataset.source ?? "", source_id: pressed.dataset.loopAct ?? "" });
}

/** @param {KeyboardEvent} event */
function escape(event) {
  if (event.key !== "Escape" || !chosen || !around(event, "[data-panel='loop_act']")) return;
  event.stopImmediatePropagation();
  cancel();
}

export function startCaseAct() {
  watchJson("data-case-act", (/** @type {CaseActForm} */ given, /** @type {HTMLElement} */ where) => {
    settings = given;
    place = where;
  });
  document.addEventListener("click", press);
  document.addEventListener("keydown", escape, true);
}
