/* The page /load: a file is dropped or chosen, sent, looked at, corrected, and loaded. What a look finds and what became of
   a load is drawn by the server; this keeps what was chosen and asks again when it changes. */

/** @import { LoadSettings } from "../payloads.js" */

import { drawInto } from "../core/dash.js";
import { button, element, find, setText } from "../core/elements.js";
import { onLayout } from "../core/layout.js";
import { decimal, whole } from "../core/numbers.js";
import { fill } from "../core/sentences.js";
import { watchJson } from "../core/watch.js";
import { choicesForm, chooseWords, fillRoles, OF_THE_FORM, withFocusKept } from "./choices_form.js";
import { startPreviewMap } from "./preview_map.js";
import { Refusal, Sender } from "./sending.js";

const PLACE = "load-page";
const NO_KEY = "wrong_source_key";

/** @param {number} bytes */
const sizeOf = (bytes) => (bytes < 1e6 ? `${whole(Math.ceil(bytes / 1e3))} kB` : `${decimal(bytes / 1e6, 1)} MB`);

class LoadPage {
  #sender = new Sender();
  #upload = "";
  /** @type {File | undefined} */
  #file;
  /** @type {Record<string, string>} */
  #chosen = {};
  /** @type {Record<string, string>} */
  #roles = {};
  /** Column of codes → word of the file → code. @type {Record<string, Record<string, string>>} */
  #words = {};
  #turn = 0;
  #busy = false;
  #settings;
  /** @type {() => void} */
  #again = () => {};
  #chooser = Object.assign(element("input"), { type: "file", id: "load-file" });
  #choose = element("span");
  #dropHere = element("span", "quiet");
  #drop = element("div", "load-drop", element("label", "load-choose", this.#choose, this.#chooser), this.#dropHere);
  #status = element("p", "load-status");
  #problem = element("p", "load-problem");
  #secret = Object.assign(element("input"), { type: "password", name: "key", id: "load-key", autocomplete: "off" });
  #secretTitle = element("span");
  #secretHint = element("small", "quiet");
  #goOn = Object.assign(element("button"), { type: "submit" });
  #key = element("form", "load-key", element("label", "", this.#secretTitle, this.#secret), this.#goOn, this.#secretHint);
  #form = element("div", "load-form");
  #columnsTitle = element("h2", "load-heading");
  #review = element("div");
  #rowsTitle = element("h2", "load-heading");
  #preview = element("div");
  #actions = element("div", "load-actions");
  #load = button("load-button", "", () => this.#loadFile());
  #summary = element("div");

  /**
   * @param {HTMLElement} place
   * @param {LoadSettings} settings
   */
  constructor(place, settings) {
    this.place = place;
    this.#settings = settings;
    this.#status.setAttribute("role", "status");
    this.#problem.setAttribute("role", "alert");
    this.#actions.append(this.#load);
    const parts = [this.#drop, this.#status, this.#problem, this.#key, this.#form, this.#columnsTitle, this.#review];
    place.replaceChildren(...parts, this.#rowsTitle, this.#preview, this.#actions, this.#summary);
    this.#chooser.addEventListener("change", () => this.#chooser.files?.[0] && this.take(this.#chooser.files[0]));
    this.#review.addEventListener("change", (event) => this.#takeRole(event));
    this.#form.addEventListener("change", (event) => this.#change(event));
    this.#key.addEventListener("submit", (event) => this.#takeKey(event));
    this.#write();
    this.#show("choosing");
  }

  /**
   * Settings of a later answer; the controls stay the same, and what is being written into them.
   * @param {LoadSettings} settings
   */
  setSettings(settings) {
    if (JSON.stringify(settings) === JSON.stringify(this.#settings)) return;
    this.#settings = settings;
    this.#write();
    if (this.#upload && !this.#busy) this.#look();
  }

  #write() {
    const { words } = this.#settings;
    setText(this.#choose, words.choose);
    setText(this.#dropHere, words.drop);
    setText(this.#secretTitle, words.key);
    setText(this.#secretHint, words.key_hint);
    setText(this.#goOn, words.go_on);
    setText(this.#columnsTitle, words.columns_title);
    setText(this.#rowsTitle, words.rows_title);
    setText(this.#load, words.load);
    this.#writeForm();
  }

  #writeForm() {
    withFocusKept(this.#form, () => this.#form.replaceChildren(choicesForm(this.#settings, this.#chosen)));
  }

  /** @param {File} file */
  async take(file) {
    if (this.#busy) return;
    const { words } = this.#settings;
    this.leave();
    this.#file = file;
    this.#roles = {};
    this.#words = {};
    for (const name of OF_THE_FORM) delete this.#chosen[name];
    this.#writeForm();
    const turn = ++this.#turn;
    const report = (/** @type {number} */ share) => this.#say(fill(words.sending, { done: Math.floor(share * 100) }));
    await this.#try(() => this.take(file), async () => {
      report(0);
      const upload = await this.#sender.send(file, report, () => turn === this.#turn && this.place.isConnected);
      if (turn === this.#turn) this.#upload = upload;
    });
    if (this.#upload) await this.#look();
  }

  /** What was sent is removed. */
  leave() {
    this.#turn += 1;
    this.#sender.abandon(this.#upload);
    this.#upload = "";
    this.#file = undefined;
    this.#show("choosing");
  }

  async #look() {
    if (this.#busy) return;
    const turn = ++this.#turn;
    const { words } = this.#settings;
    await this.#try(() => this.#look(), async () => {
      this.#load.disabled = true;
      this.#say(words.looking);
      const { loadable, problem, review, preview } = await this.#sender.review(this.#upload, this.#choices());
      if (turn !== this.#turn) return;
      this.#show("looking");
      drawInto([[this.#review, review], [this.#preview, preview]]);
      fillRoles(this.#review, this.#settings);
      chooseWords(this.#review);
      this.#rowsTitle.hidden = !preview;
      this.#load.disabled = !loadable;
      setText(this.#problem, problem || (loadable ? "" : words.not_loadable));
      this.#say(this.#file ? fill(words.chosen, { name: this.#file.name, size: sizeOf(this.#file.size) }) : "");
    });
  }

  async #loadFile() {
    const { words } = this.#settings;
    this.#turn += 1;
    const busy = (/** @type {boolean} */ is) => {
      this.#busy = this.#load.disabled = this.#form.inert = this.#review.inert = is;
    };
    await this.#try(() => this.#loadFile(), async () => {
      busy(true);
      this.#say(words.loading);
      const report = (/** @type {string} */ step) => this.#say(fill(words.loaded_so_far, { step }));
      const load = this.#sender.load(this.#upload, this.#choices(), report);
      const { drawing, taken, sentence } = await load.finally(() => busy(false));
      if (drawing === undefined) throw new Refusal("", sentence ?? "");
      this.#say("");
      if (taken) this.#upload = "";
      this.#show(taken ? "loaded" : "looking");
      drawInto([[this.#summary, JSON.parse(drawing)]]);
      find(".load-done", this.#summary)?.focus();
    });
  }

  /**
   * Does something of the server; what it refuses is said, and where it asks for a key, done again with one.
   * @param {() => void} again
   * @param {() => Promise<void>} work
   */
  async #try(again, work) {
    const focused = document.activeElement;
    setText(this.#problem, "");
    this.#key.hidden = true;
    try {
      await work();
    } catch (error) {
      const asksForKey = error instanceof Refusal && error.name === NO_KEY;
      this.#again = again;
      this.#key.hidden = !asksForKey;
      this.#say("");
      const said = error instanceof Refusal && error.message ? error.message : this.#settings.words.failed;
      if (!asksForKey || this.#sender.sourceKey) setText(this.#problem, said);
      if (asksForKey) this.#secret.focus();
    }
    this.#focusAgain(focused);
  }

  /**
   * A control that could not be used meanwhile has its focus again; where it is gone, the chooser of the file has it.
   * @param {Element | null} focused
   */
  #focusAgain(focused) {
    const nowhere = (/** @type {Element | null} */ one) => !one || one === document.body;
    if (nowhere(focused) || !nowhere(document.activeElement)) return;
    /** @type {HTMLElement} */ (focused).focus({ preventScroll: true });
    if (nowhere(document.activeElement)) this.#chooser.focus({ preventScroll: true });
  }

  #choices() {
    return { source: this.#settings.source, ...this.#chosen, columns: this.#roles, words: this.#words };
  }

  /** @param {Event} event */
  #takeRole(event) {
    const field = /** @type {HTMLSelectElement} */ (event.target);
    const { column, kind, word } = field.dataset;
    if (column !== undefined) this.#roles[column] = field.value;
    else if (kind !== undefined && word !== undefined) (this.#words[kind] ??= Object.create(null))[word] = field.value;
    else return;
    this.#look();
  }

  /** @param {Event} event */
  #change(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    this.#chosen[field.name] = field.value;
    if (OF_THE_FORM.includes(field.name)) this.#roles = {};
    this.#look();
  }

  /** @param {Event} event */
  #takeKey(event) {
    event.preventDefault();
    this.#sender.sourceKey = this.#secret.value.trim();
    this.#again();
  }

  /** @param {string} text */
  #say(text) {
    setText(this.#status, text);
  }

  /** @param {"choosing" | "looking" | "loaded"} stage */
  #show(stage) {
    const isLooking = stage === "looking";
    for (const part of [this.#form, this.#columnsTitle, this.#review, this.#rowsTitle, this.#preview, this.#actions])
      part.hidden = !isLooking;
    this.#summary.hidden = stage === "choosing";
    if (isLooking) drawInto([[this.#summary, null]]);
    this.#key.hidden = true;
    this.#say("");
    setText(this.#problem, "");
  }
}

/** @type {LoadPage | undefined} */
let page;

/** @param {LoadSettings} settings */
function follow(settings) {
  const place = document.getElementById(PLACE);
  if (!place) return;
  if (page?.place === place) page.setSettings(settings);
  else page = new LoadPage(place, settings);
}

/** @param {DragEvent} event */
function drag(event) {
  if (!page?.place.isConnected || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  page.place.classList.toggle("dragging", event.type === "dragover");
  const [file] = event.type === "drop" ? event.dataTransfer.files : [];
  if (file) page.take(file);
}

function goneFrom() {
  if (page && !page.place.isConnected) page = void page.leave();
}

export function startLoadPage() {
  startPreviewMap();
  watchJson("data-load", follow);
  onLayout(goneFrom);
  for (const kind of /** @type {const} */ (["dragover", "dragleave", "drop"])) document.addEventListener(kind, drag);
  window.addEventListener("pagehide", () => page?.leave());
}
