/* The search box: `/` goes to it, arrows choose, Enter goes there, Escape leaves. What it finds comes from /api/v1/search
   in groups; names enter as text nodes only. What it understood of a question in words is announced to screen readers. */

/** @import { SearchAnswer, SearchResult, SearchSettings } from "../payloads.js" */
/** @typedef {SearchResult & { group: string }} Choice */

import { announcePress } from "../core/address.js";
import { around, element, findAll } from "../core/elements.js";
import { hasModifier, isTyping } from "../core/keyboard.js";
import { go } from "../core/navigation.js";
import { latestOnly } from "../core/requests.js";
import { fill } from "../core/sentences.js";
import { watchJson } from "../core/watch.js";
import { openCase } from "../map/cases/case_card.js";
import { flyToSpecial } from "../map/layers/special.js";

const REST_MS = 80;
const [AGAIN_MS, LONGEST_PAUSE_MS] = [1000, 30000];
const LONGEST = 100;

/** @param {Event} event */
const placeOf = (event) => Number(around(event, "[data-place]")?.dataset.place ?? -1);

/** The box in one place of the page; `setSettings` before anything is asked. */
class SearchBox {
  #input = element("input", "search-input");
  #list = element("div", "search-results");
  #note = element("div", "search-note");
  #announcement = element("div", "for-readers");
  #place;
  #settings;
  /** @type {(address: string) => Promise<SearchAnswer | undefined>} */
  #ask = latestOnly();
  /** @type {Choice[]} */
  #choices = [];
  #marked = -1;
  #waiting = 0;
  #failures = 0;
  #turn = 0;
  #answered = "";

  /**
   * @param {HTMLElement} place
   * @param {SearchSettings} settings
   */
  constructor(place, settings) {
    this.#place = place;
    this.#settings = settings;
    const [input, list, note] = [this.#input, this.#list, this.#note];
    Object.assign(input, { type: "search", autocomplete: "off", spellcheck: false, id: "search-input", maxLength: LONGEST });
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", "search-results");
    input.setAttribute("aria-autocomplete", "list");
    list.id = "search-results";
    list.setAttribute("role", "listbox");
    note.setAttribute("role", "status");
    this.#announcement.setAttribute("role", "status");
    place.replaceChildren(input, element("div", "search-found", list, note), this.#announcement);
    input.addEventListener("input", () => this.#plan());
    input.addEventListener("focus", () => input.value.trim() && this.#plan());
    input.addEventListener("keydown", (event) => this.#press(event));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("pointerdown", (event) => this.#prepare(this.#choices[placeOf(event)]));
    list.addEventListener("click", (event) => this.#choose(placeOf(event)));
    this.close();
  }

  /** @param {SearchSettings} settings */
  setSettings(settings) {
    this.#settings = settings;
    this.#input.placeholder = settings.words.placeholder;
    this.#input.setAttribute("aria-label", settings.words.label);
    this.#list.setAttribute("aria-label", settings.words.label);
  }

  /** @param {HTMLElement} place */
  isIn(place) {
    return place === this.#place && place.contains(this.#input);
  }

  get isConnected() {
    return this.#input.isConnected;
  }

  /** @param {EventTarget | null} target */
  contains(target) {
    return target instanceof Node && this.#place.contains(target);
  }

  focus() {
    this.#input.focus();
    this.#input.select();
  }

  /** Takes the results away; an answer still under way opens nothing afterwards. */
  close() {
    window.clearTimeout(this.#waiting);
    this.#turn += 1;
    this.#answered = "";
    this.#choices = [];
    this.#marked = -1;
    this.#list.hidden = this.#note.hidden = true;
    this.#announcement.textContent = "";
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }

  #query() {
    return this.#input.value.trim();
  }

  #plan() {
    window.clearTimeout(this.#waiting);
    this.#failures = 0;
    if (!this.#query()) return this.close();
    this.#waiting = window.setTimeout(() => this.#look(), REST_MS);
  }

  async #look() {
    const [query, turn] = [this.#query(), this.#turn];
    try {
      const found = await this.#ask(`/api/v1/search?q=${encodeURIComponent(query)}&${this.#settings.ask}`);
      if (found && this.#turn === turn && this.#query() === query) this.#show(found, query);
    } catch {
      if (this.#turn === turn) this.#fail();
    }
  }

  /* Says so, and asks again by itself for as long as the box says it. */
  #fail() {
    this.#showNote(this.#settings.words.failed);
    const pause = Math.min(AGAIN_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
    this.#failures += 1;
    this.#waiting = window.setTimeout(() => this.#place.isConnected && this.#look(), pause);
  }

  /** @param {string} sentence */
  #showNote(sentence) {
    this.close();
    this.#note.textContent = sentence;
    this.#note.hidden = false;
  }

  /**
   * @param {SearchAnswer} found
   * @param {string} query
   */
  #show(found, query) {
    if (!found.groups.length) return this.#showNote(fill(this.#settings.words.none, { query }));
    this.close();
    this.#answered = query;
    const groups = found.groups.map(({ key, name, results }) => {
      const place = element("div", "search-group", element("div", "search-heading", name));
      place.setAttribute("role", "group");
      place.setAttribute("aria-label", name);
      place.dataset.group = key;
      place.append(...results.map((result) => this.#option({ ...result, group: key })));
      return place;
    });
    this.#list.replaceChildren(...groups);
    this.#list.hidden = false;
    this.#note.textContent = found.remarks.join(" · ");
    this.#note.hidden = !found.remarks.length;
    this.#announcement.textContent = found.understood;
    this.#input.setAttribute("aria-expanded", "true");
    this.#mark(0);
  }

  /** @param {Choice} choice */
  #option(choice) {
    const { name, path, kind, code } = choice;
    const parts = [element("span", "search-name", name), element("span", "search-path", path), element("span", "search-kind", kind)];
    const row = element("div", "search-result", ...parts);
    row.dataset.place = String(this.#choices.length);
    row.id = `search-result-${this.#choices.length}`;
    row.setAttribute("role", "option");
    row.title = code;
    this.#choices.push(choice);
    return row;
  }

  /** @param {number} place */
  #mark(place) {
    const rows = findAll(".search-result", this.#list);
    rows[this.#marked]?.setAttribute("aria-selected", "false");
    this.#marked = (place + rows.length) % rows.length;
    const row = rows[this.#marked];
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", row.id);
  }

  /** @param {Choice | undefined} choice pressed */
  #prepare(choice) {
    if (choice && choice.group !== "cases") announcePress(choice.href);
  }

  /** @param {number} place */
  #choose(place) {
    const chosen = this.#choices[place];
    if (!chosen) return;
    this.close();
    this.#empty();
    if (chosen.group === "cases") {
      const [source, ...number] = chosen.code.split("/");
      return openCase(source, number.join("/"));
    }
    if (chosen.group === "special_grids") flyToSpecial(chosen.code);
    go(chosen.href);
  }

  #empty() {
    this.#input.value = "";
    this.#input.blur();
  }

  /* Enter before the answer has come waits for it. */
  async #enter() {
    if (this.#answered !== this.#query()) {
      window.clearTimeout(this.#waiting);
      await this.#look();
    }
    this.#choose(this.#marked);
  }

  #leave() {
    if (this.#list.hidden && this.#note.hidden) this.#empty();
    this.close();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && this.#choices.length) this.#mark(this.#marked + 1);
    else if (event.key === "ArrowUp" && this.#choices.length) this.#mark(this.#marked - 1);
    else if (event.key === "Enter") this.#enter();
    else if (event.key === "Escape") this.#leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** @type {SearchBox | null} */
let box = null;

/** @param {SearchSettings} settings */
function takeSettings(settings) {
  const place = document.getElementById("search-box");
  if (!place) return;
  if (!box?.isIn(place)) box = new SearchBox(place, settings);
  box.setSettings(settings);
}

/** @param {KeyboardEvent} event */
function press(event) {
  const isEditing = isTyping(event) || around(event, "[contenteditable]");
  if (event.key !== "/" || isEditing || hasModifier(event) || !box?.isConnected) return;
  event.preventDefault();
  box.focus();
}

export function startSearch() {
  watchJson("data-finder", takeSettings);
  document.addEventListener("keydown", press);
  document.addEventListener("pointerdown", (event) => {
    if (box?.isConnected && !box.contains(event.target)) box.close();
  });
}
