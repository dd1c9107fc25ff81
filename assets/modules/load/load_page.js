/* The page /load: a file is dropped or chosen, sent, looked at, corrected, and loaded. What a look finds and what became of
   a load is drawn by the server; this keeps what was chosen and asks again when it changes. */

/** @import { LoadSettings } from "../payloads.js" */

import { drawInto } from "../core/dash.js";
import { button, element, find, setText } from "../core/elements.js";
import { onLayout } from "../core/layout.js";
import { decimal, whole } from "../core/numbers.js";
import { fill } from "../core/sentences.js";
import { watchJson } from "../core/watch.js";
import { choicesForm, fillRoles, OF_THE_FORM } from "./choices_form.js";
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
  #turn = 0;
  #busy = false;
  #settings;
  /** @type {() => void} */
  #again = () => {};
  #drop = element("div", "load-drop");
  #status = element("p", "load-status");
  #problem = element("p", "load-problem");
  #key = element("form", "load-key");
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
    this.#review.addEventListener("change", (event) => this.#choose(event));
    this.#form.addEventListener("change", (event) => this.#change(event));
    this.#key.addEventListener("submit", (event) => this.#takeKey(event));
    this.setSettings(settings);
    this.#show("choosing");
  }

  /** @param {LoadSettings} settings */
  setSettings(settings) {
    const { words } = (this.#settings = settings);
    const chooser = Object.assign(element("input"), { type: "file", id: "load-file" });
    chooser.addEventListener("change", () => chooser.files?.[0] && this.take(chooser.files[0]));
    this.#drop.replaceChildren(element("label", "load-choose", words.choose, chooser), element("span", "quiet", words.drop));
    const secret = Object.assign(element("input"), { type: "password", name: "key", id: "load-key", autocomplete: "off" });
    const label = element("label", "", words.key, secret);
    const go = Object.assign(element("button", "", words.go_on), { type: "submit" });
    this.#key.replaceChildren(label, go, element("small", "quiet", words.key_hint));
    this.#form.replaceChildren(choicesForm(settings, this.#chosen));
    setText(this.#columnsTitle, words.columns_title);
    setText(this.#rowsTitle, words.rows_title);
    setText(this.#load, words.load);
    if (this.#upload && !this.#busy) this.#look();
  }

  /** @param {File} file */
  async take(file) {
    if (this.#busy) return;
    const { words } = this.#settings;
    this.leave();
    this.#file = file;
    this.#roles = {};
    for (const name of OF_THE_FORM) delete this.#chosen[name];
    this.#form.replaceChildren(choicesForm(this.#settings, this.#chosen));
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
    this.#load.disabled = true;
    const turn = ++this.#turn;
    const { words } = this.#settings;
    await this.#try(() => this.#look(), async () => {
      this.#say(words.looking);
      const { loadable, problem, review, preview } = await this.#sender.review(this.#upload, this.#choices());
      if (turn !== this.#turn) return;
      this.#show("looking");
      drawInto([[this.#review, review], [this.#preview, preview]]);
      fillRoles(this.#review, this.#settings);
      this.#rowsTitle.hidden = !preview;
      this.#load.disabled = !loadable;
      setText(this.#problem, problem || (loadable ? "" : words.not_loadable));
      this.#say(this.#file ? fill(words.chosen, { name: this.#file.name, size: sizeOf(this.#file.size) }) : "");
    });
  }

  async #loadFile() {
    const { words } = this.#settings;
    this.#load.disabled = this.#busy = true;
    this.#turn += 1;
    this.#form.inert = this.#review.inert = true;
    await this.#try(() => this.#loadFile(), async () => {
      this.#say(words.loading);
      const report = (/** @type {string} */ step) => this.#say(fill(words.loaded_so_far, { step }));
      const { drawing, taken, sentence } = await this.#sender.load(this.#upload, this.#choices(), report);
      if (drawing === undefined) throw new Refusal("", sentence ?? "");
      this.#say("");
      if (taken) this.#upload = "";
      this.#show(taken ? "loaded" : "looking");
      drawInto([[this.#summary, JSON.parse(drawing)]]);
      find(".load-done", this.#summary)?.focus();
    });
    this.#load.disabled = this.#busy = false;
    this.#form.inert = this.#review.inert = false;
  }

  /**
   * Does something of the server; what it refuses is said, and where it asks for a key, done again with one.
   * @param {() => void} again
   * @param {() => Promise<void>} work
   */
  async #try(again, work) {
    setText(this.#problem, "");
    this.#key.hidden = true;
    try {
      await work();
    } catch (error) {
      const asksForKey = error instanceof Refusal && error.name === NO_KEY;
      this.#again = again;
      this.#key.hidden = !asksForKey;
      this.#load.disabled = true;
      this.#say("");
      const said = error instanceof Refusal && error.message ? error.message : this.#settings.words.failed;
      if (!asksForKey || this.#sender.sourceKey) setText(this.#problem, said);
      if (asksForKey) find("input", this.#key)?.focus();
    }
  }

  #choices() {
    return { source: this.#settings.source, ...this.#chosen, columns: this.#roles };
  }

  /** @param {Event} event */
  #choose(event) {
    const field = /** @type {HTMLSelectElement} */ (event.target);
    if (field.dataset.column === undefined) return;
    this.#roles[field.dataset.column] = field.value;
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
    this.#sender.sourceKey = /** @type {HTMLInputElement} */ (find("input", this.#key)).value.trim();
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
