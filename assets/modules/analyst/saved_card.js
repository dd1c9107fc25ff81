/* Saved views and notes: forms that keep them, buttons that rename and withdraw, a file of all of them. It takes the focus when it
   opens; Escape closes it. */

/** @import { SavedForm } from "../payloads.js" */

import { around, element, find, setText } from "../core/elements.js";
import { showStamp } from "../core/live.js";
import { closeByEscape } from "../core/navigation.js";
import { afterChanges, watch, watchJson } from "../core/watch.js";
import { Refusal, keepFile, keepNote, keepView, once, withdraw } from "./keeping.js";
import { firstField, noteForm, noteOf, viewForm, viewOf } from "./saved_forms.js";

const PLACE = "[data-panel='saved']";
const SURE_MS = 4000;
let isOpen = false;
/** @type {SavedForm | undefined} */
let settings;
/** @type {{ key: string, address: string } | null} the view that is being renamed */
let renamed = null;

/** @param {string} sentence */
function say(sentence) {
  const place = find(`${PLACE} .saved-said`);
  if (place) setText(place, sentence);
}

/**
 * Does what is asked, shows the screen with it, and says how it went.
 * @param {Promise<{ stamp: string }>} asked
 * @returns {Promise<boolean>}
 */
async function done(asked) {
  const words = settings?.words;
  try {
    const { stamp } = await asked;
    showStamp(stamp);
    say(words?.saved ?? "");
    return true;
  } catch (error) {
    say((error instanceof Refusal && error.message) || (words?.failed ?? ""));
    return false;
  }
}

/** @param {HTMLFormElement} form */
async function submit(form) {
  if (!settings) return;
  const { kind } = settings;
  const asked = kind === "view" ? keepView({ ...viewOf(form, settings), ...renamed }) : keepNote(noteOf(form, settings));
  if (!(await done(asked))) return;
  endRenaming();
  const field = firstField(form);
  if (field) field.value = "";
}

/**
 * @param {SavedForm} given
 * @param {HTMLElement} place
 */
function build(given, place) {
  settings = given;
  renamed = null;
  const keep = (/** @type {HTMLFormElement} */ form) => void once(form, () => submit(form));
  if (given.kind === "view") viewForm(place, given, keep);
  else noteForm(place, given, keep);
}

function endRenaming() {
  renamed = null;
  find(`${PLACE} .saved-form`)?.classList.remove("renaming");
}

/** @param {HTMLElement} pressed */
function beginRenaming(pressed) {
  const row = pressed.closest("li");
  const field = firstField(/** @type {HTMLElement} */ (find(`${PLACE} .saved-form`)));
  if (!row || !field) return;
  renamed = { key: row.dataset.savedKey ?? "", address: pressed.dataset.address ?? "" };
  find(`${PLACE} .saved-form`)?.classList.add("renaming");
  field.value = find("a", row)?.textContent ?? "";
  field.select();
}

/**
 * The second press within some seconds withdraws.
 * @param {HTMLElement} pressed
 */
function pressWithdraw(pressed) {
  const { savedWithdraw: kind = "", sure = "" } = pressed.dataset;
  const key = pressed.closest("li")?.dataset.savedKey ?? "";
  const said = pressed.textContent ?? "";
  if (pressed.dataset.asked === key) {
    delete pressed.dataset.asked;
    return void done(withdraw(kind, key));
  }
  pressed.dataset.asked = key;
  pressed.textContent = sure;
  window.setTimeout(() => {
    delete pressed.dataset.asked;
    if (pressed.textContent === sure) pressed.textContent = said;
  }, SURE_MS);
}

/** @param {Event} event */
function press(event) {
  const renaming = around(event, "[data-saved-rename]");
  const withdrawing = around(event, "[data-saved-withdraw]");
  if (renaming) beginRenaming(renaming);
  if (withdrawing) pressWithdraw(withdrawing);
}

/** @param {HTMLElement} place */
function buildImport(place) {
  const input = element("input");
  input.type = "file";
  input.accept = ".json,application/json";
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (file) await done(file.text().then(keepFile));
    input.value = "";
  });
  place.replaceChildren(element("label", "", place.dataset.savedImport ?? "", input));
}

function follow() {
  const now = find(`${PLACE} .saved-card`) !== null;
  if (now && !isOpen) find(PLACE)?.focus({ preventScroll: true });
  if (!now && isOpen && document.activeElement === document.body) find("a.saved-link")?.focus({ preventScroll: true });
  isOpen = now;
}

/** @param {KeyboardEvent} event */
function escape(event) {
  if (event.key !== "Escape" || !renamed || !around(event, `${PLACE} .saved-form`)) return;
  event.stopImmediatePropagation();
  endRenaming();
  const field = /** @type {HTMLInputElement} */ (event.target);
  field.value = "";
}

export function startSavedCard() {
  watchJson("data-saved-form", build);
  watch("data-saved-import", buildImport);
  document.addEventListener("click", press);
  document.addEventListener("keydown", escape, true);
  closeByEscape(`${PLACE} a.saved-close`);
  afterChanges(follow);
}
