/* The card of one case, on the map. The address holds which case is open (`case=source/number`); the map's panel brings
   the address of the question and its moment. Its parts are made in case_card_parts.js. */

/** @import { CaseCard, CaseSettings } from "../../payloads.js" */

import { parameters, valueInAddress } from "../../core/config.js";
import { onAddressChange } from "../../core/address.js";
import { isWall } from "../../core/document.js";
import { around, element, find } from "../../core/elements.js";
import { isTyping } from "../../core/keyboard.js";
import { go, isMenuOpen } from "../../core/navigation.js";
import { latestOnly } from "../../core/requests.js";
import { watchJson } from "../../core/watch.js";
import { cardBody, cardFoot, cardHead } from "./case_card_parts.js";
import { relatedSection } from "./case_related.js";
import { forgetUnmasked, isUnmasking, unmaskSection } from "./case_unmask.js";
import { isOfScreen, keepFromMap } from "../view.js";

const CLOSE_UP = 15; // zoom

/** @type {L.Map | null} */
let map = null;
/** @type {CaseSettings | null} */
let settings = null;
/** @type {HTMLElement | null} */
let card = null;
/** @type {L.Marker | null} */
let mark = null;
/* The case shown, the address asked last, the answer written last; "" for none. */
let [shown, asked, written] = ["", "", ""];
/* Whether the view goes to the case once its card is open. */
let fly = false;
/** @type {HTMLElement | null} */
let focusBefore = null;
/** @type {(address: string) => Promise<CaseCard | undefined>} */
const ask = latestOnly();

const caseInAddress = () => valueInAddress(parameters.case);

/** @param {string} id source/number, "" for none */
function setCaseInAddress(id) {
  const address = new URL(window.location.href);
  if (id) address.searchParams.set(parameters.case, id);
  else address.searchParams.delete(parameters.case);
  go(address.pathname + address.search);
}

const close = () => setCaseInAddress("");

/** @param {HTMLElement} holder of the map */
function frameIn(holder) {
  if (card?.isConnected) return card;
  card = element("section", "event-card");
  card.setAttribute("role", "dialog");
  card.tabIndex = -1;
  holder.append(card);
  keepFromMap(card);
  written = "";
  return card;
}

/**
 * The answer in place of what stood there; where one had scrolled to stays.
 * @param {CaseCard} data
 * @param {HTMLElement} frame
 * @param {CaseSettings} given
 */
function write(data, frame, given) {
  const text = JSON.stringify(data);
  if (text === written || isUnmasking(frame)) return;
  const scrolled = find(".event-card-body", frame)?.scrollTop || 0;
  const related = relatedSection(data, addressOf(given).replace("?", "/related?"), openCase);
  const body = cardBody(data, related, find(".event-versions[open]", frame) !== null);
  const unmask = unmaskSection(data, addressOf(given).replace("?", "/unmask?"));
  if (unmask) body.append(unmask);
  const foot = cardFoot(data, (point) => goTo(point, true));
  frame.setAttribute("aria-label", `${given.words.label} ${data.id}`);
  frame.replaceChildren(cardHead(data.title, data.status, given.words.close, close), body, foot);
  body.scrollTop = scrolled;
  written = text;
  frame.dataset.shown = data.id;
}

/** @param {string} sentence */
function showInstead(sentence) {
  if (!card || !settings) return;
  card.replaceChildren(cardHead(shown, null, settings.words.close, close), element("p", "empty", sentence));
  written = "";
  delete card.dataset.shown;
  unmark();
}

function unmark() {
  mark?.remove();
  mark = null;
}

/**
 * A ring where the case is; the view goes there where it is asked to, or cannot see it.
 * @param {[number, number] | null} point longitude, latitude
 * @param {boolean} moves
 */
function goTo(point, moves) {
  unmark();
  if (!point || !map || !card) return;
  const place = L.latLng(point[1], point[0]);
  const icon = L.divIcon({ className: "case-mark", iconSize: undefined });
  mark = L.marker(place, { icon, interactive: false, keyboard: false }).addTo(map);
  if (!moves) return;
  const zoom = Math.max(map.getZoom(), CLOSE_UP);
  const aside = map.project(place, zoom).subtract([card.offsetWidth / 2, 0]);
  map.setView(map.unproject(aside, zoom), zoom, { animate: false });
}

/** @param {[number, number] | null} point */
const isInSight = (point) => Boolean(point && map?.getBounds().contains([point[1], point[0]]));

/** @param {CaseSettings} given */
function addressOf(given) {
  const [source, ...number] = shown.split("/");
  const query = new URLSearchParams(given.ask.split("?")[1]);
  query.set("search", window.location.search);
  query.set("source", source);
  query.set("id", number.join("/"));
  return `/api/v1/case?${query}`;
}

/**
 * @param {HTMLElement} frame
 * @param {CaseSettings} given
 * @param {boolean} isFirst
 */
async function load(frame, given, isFirst) {
  const here = addressOf(given);
  if (here === asked) return;
  asked = here;
  try {
    const data = await ask(here);
    if (!data || data.id !== shown) return;
    write(data, frame, given);
    if (isFirst) goTo(data.point, fly || !isInSight(data.point));
    else if (!mark) goTo(data.point, false);
    if (isFirst) fly = false;
  } catch (error) {
    if (here !== asked) return;
    const isMissing = error instanceof Error && error.message.endsWith(" 404");
    if (isMissing || !written) showInstead(isMissing ? given.words.missing : given.words.failed);
    asked = "";
  }
}

function hide() {
  if (!shown) return;
  shown = asked = written = "";
  forgetUnmasked();
  fly = false;
  const hadFocus = card?.contains(document.activeElement);
  card?.remove();
  unmark();
  if (hadFocus && focusBefore?.isConnected) focusBefore.focus();
  focusBefore = null;
}

/* Brings the page into agreement with the address. */
function follow() {
  const id = caseInAddress();
  const holder = document.getElementById("map-holder");
  if (!id || !holder) return hide();
  if (!settings) return;
  const isFirst = id !== shown || !card?.isConnected;
  const frame = frameIn(holder);
  if (isFirst) {
    focusBefore ??= /** @type {HTMLElement | null} */ (document.activeElement);
    shown = id;
    asked = "";
    frame.replaceChildren(cardHead(id, null, settings.words.close, close));
    unmark();
    if (focusBefore !== document.body && !isWall()) frame.focus({ preventScroll: true });
  }
  load(frame, settings, isFirst);
}

/**
 * Opens the card of a case; the view goes to where it is. The address then says so.
 * @param {string} source
 * @param {string} number
 */
export function openCase(source, number) {
  fly = true;
  const id = `${source}/${number}`;
  if (caseInAddress() === id) shown = "";
  setCaseInAddress(id);
  follow();
}

/** @param {KeyboardEvent} event */
function escape(event) {
  if (event.key !== "Escape" || !shown || isTyping(event) || isMenuOpen()) return;
  event.stopImmediatePropagation();
  close();
}

export function startCaseCard() {
  watchJson("data-case", (/** @type {CaseSettings} */ given) => {
    settings = given;
    follow();
  });
  onAddressChange(follow);
  document.addEventListener("click", (event) => {
    if (around(event, "a[data-case-link], .events a")) fly = true;
  });
  document.addEventListener("keydown", escape);
  L.Map.addInitHook(
    /** @this {L.Map} */ function hook() {
      if (!isOfScreen(this)) return;
      this.whenReady(() => {
        map = this;
        mark = null;
      });
    },
  );
}
