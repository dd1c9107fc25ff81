/* The newest events: one line each, from the panel's own drawing and, while the page is live, from each news at once.
   An event that was not there before is marked in the list and pulses on the map. The lines are drawn by lists.js. */

/** @import { News, NewestEvent, NewestSettings } from "../payloads.js" */
/** @typedef {{ asOf: string, events: NewestEvent[], address: string }} ShownNews */
/** @typedef {{ settings: NewestSettings, news?: ShownNews }} ListState */

import { find } from "../core/elements.js";
import { inSteps, isStill } from "../core/motion.js";
import { isLive, onNews } from "../core/news.js";
import { watchJson } from "../core/watch.js";
import { pulse } from "../map/pulses.js";
import { SeenEvents, eventRow, timesOf } from "./new_events.js";

const MARKED_MS = 1520;
const seen = new SeenEvents();
/** @type {WeakMap<HTMLElement, ListState>} */
const states = new WeakMap();

const address = () => window.location.pathname + window.location.search;

/**
 * @param {HTMLElement} list
 * @param {NewestEvent[]} events
 * @param {NewestSettings} settings
 */
function write(list, events, settings) {
  const shown = events.slice(0, settings.count);
  const { form, texts } = timesOf(shown, settings);
  list.dataset.form = form;
  const written = JSON.stringify(shown.map((event, index) => eventRow(event, texts[index], settings)));
  if (list.dataset.list !== written) list.dataset.list = written;
}

/**
 * A light on the lines that are new, where those are few: of a whole list that moved it would only flicker.
 * @param {HTMLElement} list
 * @param {NewestEvent[]} events
 */
function mark(list, events) {
  if (isStill() || !isLive() || 2 * events.length > list.children.length) return;
  const fresh = new Set(events.map((event) => event.id));
  const colour = getComputedStyle(list).getPropertyValue("--arrived");
  for (const item of list.children) {
    const code = item.getAttribute("data-code");
    if (code && fresh.has(code)) item.animate([{ backgroundColor: colour }, { backgroundColor: "transparent" }], {
        duration: MARKED_MS,
        easing: inSteps(MARKED_MS),
      });
  }
}

/**
 * @param {HTMLElement} list
 * @param {NewestEvent[]} events
 * @param {NewestSettings} settings
 */
function show(list, events, settings) {
  const fresh = seen.unseen(events, Date.parse(settings.as_of), address());
  write(list, events, settings);
  if (!fresh.length) return;
  pulse(fresh);
  queueMicrotask(() => mark(list, fresh));
}

/**
 * A drawing that was asked for before the last news came would take events back: it only brings its words.
 * @param {NewestSettings} settings
 * @param {HTMLElement} list
 */
function takeDrawing(settings, list) {
  const before = states.get(list)?.news;
  const news = settings.with_news && before?.address === address() && isLive() ? before : undefined;
  states.set(list, { settings, news: before });
  if (news && Date.parse(news.asOf) >= Date.parse(settings.as_of)) {
    write(list, news.events, { ...settings, as_of: news.asOf });
  } else {
    show(list, settings.events, settings);
  }
}

/** @param {News} news */
function takeNews(news) {
  const list = find("[data-events]");
  const settings = list ? states.get(list)?.settings : undefined;
  if (!list || !settings?.with_news || !news.changed || !isLive()) return;
  const panel = /** @type {HTMLElement | null} */ (list.closest("[data-panel]"));
  if (news.area !== panel?.dataset.area) return;
  states.set(list, { settings, news: { asOf: news.as_of, events: news.newest, address: address() } });
  show(list, news.newest, { ...settings, as_of: news.as_of });
}

export function startNewest() {
  watchJson("data-events", takeDrawing);
  onNews(takeNews);
}
