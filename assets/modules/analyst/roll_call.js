/* The command screen: the clock of a roll-call that runs, the form that calls, and the centres for which somebody answers. */

/** @import { RollCallForm } from "../payloads.js" */

import { around, button, element, find, findAll, setText } from "../core/elements.js";
import { showStamp } from "../core/live.js";
import { watch, watchJson } from "../core/watch.js";
import { presentMoment } from "../wall/clock.js";
import { Refusal, keepRollCallAct, once } from "./keeping.js";

const SURE_MS = 5000;
/** @type {RollCallForm | undefined} */
let settings;
/** @type {Set<string>} codes of the centres that are chosen */
const chosen = new Set();
/** @type {string} key of the call whose centres they are */
let ofCall = "";

/**
 * "2:05", from an hour on "1:02:05", of milliseconds; its twin is running_clock of the server.
 * @param {number} span
 */
export function clockOf(span) {
  const seconds = Math.max(0, Math.floor(span / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** @param {HTMLElement} place */
const showClock = (place) => setText(place, clockOf(presentMoment() - Date.parse(place.dataset.callClock ?? "")));

/** @param {HTMLElement} chip */
function showChip(chip) {
  if (chip.dataset.ofCall !== ofCall) {
    ofCall = chip.dataset.ofCall ?? "";
    chosen.clear();
    showChosen();
  }
  chip.setAttribute("aria-pressed", String(chosen.has(chip.dataset.centre ?? "")));
}

function showChosen() {
  const place = find(".call-answer");
  if (!place || !settings) return;
  place.hidden = chosen.size === 0;
  setText(/** @type {HTMLElement} */ (find("button", place)), settings.words.answer.replace("{n}", String(chosen.size)));
}

/** @param {string} sentence */
function say(sentence) {
  const place = find(".call-said");
  if (place) setText(place, sentence);
}

/**
 * @param {object} act
 * @param {() => void} done
 */
async function send(act, done) {
  try {
    const { stamp } = await keepRollCallAct(act);
    showStamp(stamp);
    done();
    say(settings?.words.saved ?? "");
  } catch (error) {
    say((error instanceof Refusal && error.message) || (settings?.words.failed ?? ""));
  }
}

/** @param {string} name */
function line(name) {
  const input = element("input");
  Object.assign(input, { type: "text", name, maxLength: settings?.longest ?? 0, autocomplete: "off" });
  return input;
}

/** @param {HTMLFormElement} form */
function call(form) {
  const given = new FormData(form);
  const levels = given.getAll("level").map(String);
  return send({ deed: "call", text: String(given.get("text")), area: settings?.area, levels }, () => form.reset());
}

/** @param {HTMLFormElement} form */
function answer(form) {
  const text = String(new FormData(form).get("text"));
  return send({ deed: "answer", key: ofCall, areas: [...chosen], text }, () => {
    chosen.clear();
    form.reset();
    findAll("[data-centre]").forEach(showChip);
    showChosen();
  });
}

/**
 * @param {string} classes
 * @param {(form: HTMLFormElement) => Promise<void>} submit
 * @param {...HTMLElement} content
 */
function formOf(classes, submit, ...content) {
  const form = element("form", classes, ...content);
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(form, () => submit(form));
  });
  return form;
}

/**
 * @param {RollCallForm} given
 * @param {HTMLElement} place
 */
function build(given, place) {
  settings = given;
  const { words } = given;
  const levels = given.levels.map(({ key, name }) => {
    const box = element("input");
    Object.assign(box, { type: "checkbox", name: "level", value: key, defaultChecked: true });
    return element("label", "call-choice", box, element("span", "", name));
  });
  const why = element("label", "", element("span", "", words.why), line("text"));
  const remark = element("label", "", element("span", "", words.remark), line("text"));
  const clear = button("", words.clear, () => {
    chosen.clear();
    findAll("[data-centre]").forEach(showChip);
    showChosen();
  });
  const said = element("span", "call-said");
  said.setAttribute("role", "status");
  place.replaceChildren(
    formOf("call-make", call, why, ...levels, element("button", "", words.call)),
    formOf("call-answer", answer, remark, element("button", "", words.answer), clear),
    said,
  );
  showChosen();
}

/** @param {HTMLElement} pressed the first press asks, a second one within five seconds ends the call */
function end(pressed) {
  const key = pressed.dataset.endCall ?? "";
  if (pressed.dataset.asked === key) {
    void send({ deed: "end", key }, () => {});
    return;
  }
  const text = pressed.textContent ?? "";
  pressed.dataset.asked = key;
  setText(pressed, pressed.dataset.sure ?? text);
  window.setTimeout(() => {
    delete pressed.dataset.asked;
    setText(pressed, text);
  }, SURE_MS);
}

/** @param {Event} event */
function press(event) {
  const ending = around(event, "[data-end-call]");
  if (ending) end(ending);
  const chip = around(event, "[data-centre]");
  const code = chip?.dataset.centre;
  if (!chip || !code) return;
  if (!chosen.delete(code)) chosen.add(code);
  showChip(chip);
  showChosen();
}

export function startRollCall() {
  watch("data-call-clock", showClock);
  watch("data-centre", showChip);
  watchJson("data-roll-call-form", build);
  window.setInterval(() => findAll("[data-call-clock]").forEach(showClock), 1000);
  document.addEventListener("click", press);
}
