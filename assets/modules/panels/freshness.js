/* How fresh the sources are, in the header and as a small sign on each panel that rests on a late one. The words come
   with the header; the sources from the header's drawing and, while the page is live, from each news. */

/** @import { FreshnessSettings, News, SourceFreshness } from "../payloads.js" */

import { element, findAll, setText } from "../core/elements.js";
import { cityNow, isLive, latestNews, onNews } from "../core/news.js";
import { fill } from "../core/sentences.js";
import { watch, watchJson } from "../core/watch.js";
import { SIGNS, SourceTexts, isLate, worstOf } from "./source_texts.js";

/** @type {SourceFreshness[]} */
let sources = [];
/** @type {FreshnessSettings | null} */
let settings = null;

const texts = () => settings && new SourceTexts(settings, cityNow());

/** @param {HTMLElement} place */
function writeSummary(place) {
  const written = texts();
  if (!written) return;
  const sign = SIGNS[worstOf(sources)];
  const text = ` ${written.summary(sources)}`;
  if (place.textContent !== sign + text) place.replaceChildren(element("span", "sign", sign), text);
  place.dataset.status = worstOf(sources);
  place.title = sources.map((source) => written.sentence(source)).join("\n");
}

/** @param {HTMLElement} cell */
function writeStatus(cell) {
  const written = texts();
  const source = sources.find(({ name }) => name === cell.dataset.sourceStatus);
  if (!source || !written) return;
  setText(cell, written.status(source));
  cell.dataset.status = source.status;
}

/** @param {HTMLElement} cell */
function writeLag(cell) {
  const watermark = sources.find(({ name }) => name === cell.dataset.sourceLag)?.watermark;
  const written = texts();
  if (written && watermark) setText(cell, written.lag(watermark));
}

/**
 * The sign of one panel: short for a card, with the name of the source where there is room.
 * @param {HTMLElement} section
 */
function markPanel(section) {
  const slot = /** @type {HTMLElement | null} */ (section.closest(".slot"));
  const written = texts();
  if (!slot || !written) return;
  const kinds = (section.dataset.feeds || "").split(" ");
  const late = sources.filter((source) => isLate(source) && kinds.includes(source.kind || "events"));
  const [first] = late;
  if (first) {
    const [sign, since] = [SIGNS[first.status], written.since(first)];
    const named = fill(written.words.since, { source: written.title(first), since });
    const title = late.map((source) => written.sentence(source)).join("\n");
    setLate(slot, { title, sign, short: `${sign} ${since}`, named: `${sign} ${named}` });
  } else if (slot.dataset.late) {
    setLate(slot, { title: "", sign: "", short: "", named: "" });
  }
}

/**
 * As a style, so that the parts of the panel can show it; nothing is added to what Dash keeps there.
 * @param {HTMLElement} slot
 * @param {{ title: string, sign: string, short: string, named: string }} texts
 */
function setLate(slot, { title, sign, short, named }) {
  if (slot.title !== title) slot.title = title;
  if ((slot.dataset.late ?? "") === short) return;
  if (short) slot.dataset.late = short;
  else delete slot.dataset.late;
  for (const [name, text] of Object.entries({ "--late-sign": sign, "--late": short, "--late-named": named })) {
    slot.style.setProperty(name, text && JSON.stringify(text));
  }
}

function showAll() {
  if (!settings) return;
  findAll("[data-freshness]").forEach(writeSummary);
  findAll("[data-feeds]").forEach(markPanel);
  findAll("[data-source-status]").forEach(writeStatus);
  findAll("[data-source-lag]").forEach(writeLag);
}

/** @param {FreshnessSettings} given */
function takeDrawing(given) {
  settings = given;
  if (!isLive() || !latestNews()) sources = given.sources;
  showAll();
}

/** @param {News} news */
function takeNews(news) {
  if (!isLive()) return;
  sources = news.sources;
  showAll();
}

export function startFreshness() {
  watchJson("data-freshness", takeDrawing);
  watch("data-feeds", markPanel);
  watch("data-source-status", writeStatus);
  watch("data-source-lag", writeLag);
  onNews(takeNews);
}
