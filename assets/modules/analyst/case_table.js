/* The list of the cases behind a figure, over the foot of the screen: pages of a hundred rows that the server puts in order
   and searches. What is read stays as it is: the list is of the moment at which it was opened, until it is asked again. */

/** @import { CaseTablePage, CaseTableSettings } from "../payloads.js" */
/** @import { Order } from "./case_table_parts.js" */

import { button, element, find, findAll, setText } from "../core/elements.js";
import { isTyping } from "../core/keyboard.js";
import { go, isMenuOpen } from "../core/navigation.js";
import { latestOnly } from "../core/requests.js";
import { watchJson } from "../core/watch.js";
import { openCase } from "../map/cases/case_card.js";
import { columnMenu, pager, tableOf } from "./case_table_parts.js";

const ADDRESS = "/api/v1/case-list";
const TYPED_MS = 300;
/** @type {(address: string) => Promise<CaseTablePage | undefined>} */
const ask = latestOnly();
/** @type {CaseTableSettings | null} */
let settings = null;
/** @type {HTMLElement | null} */
let place = null;
/** @type {CaseTablePage | null} */
let page = null;
/** @type {Order} */
let order = { sort: "reported", descending: true };
let [text, cursor, stamp, typing] = ["", "", "", 0];
/** @type {Map<string, string>} texts looked for in columns */
const within = new Map();

function address() {
  const { pathname: path, search } = window.location;
  const query = new URLSearchParams({ path, search, stamp, sort: order.sort, order: order.descending ? "desc" : "asc" });
  if (text) query.set("q", text);
  if (within.size) query.set("within", [...within].map((pair) => pair.join("=").replaceAll(";", "\\;")).join(";"));
  if (cursor) query.set("cursor", cursor);
  return `${ADDRESS}?${query}`;
}

/** @param {string} name */
const part = (name) => /** @type {HTMLElement} */ (find(`.case-table-${name}`, place ?? document));

/**
 * A page of the list; of another moment where it is asked anew.
 * @param {string} at cursor
 */
async function load(at) {
  cursor = at;
  if (!cursor) stamp = document.documentElement.dataset.stamp ?? "";
  place?.setAttribute("aria-busy", "true");
  try {
    const found = await ask(address());
    if (!found || !place) return;
    page = found;
    write();
    part("scroll").scrollTop = 0;
  } catch {
    setText(part("said"), settings?.words.failed ?? "");
  }
  place?.setAttribute("aria-busy", "false");
}

/** The page in the table; the focus stays on the heading, field or button that was used. */
function write() {
  if (!page || !settings || !place) return;
  const active = /** @type {HTMLInputElement | null} */ (document.activeElement);
  const { sort, turn, within: field } = active?.dataset ?? {};
  const caret = field ? active?.selectionStart : null;
  setText(part("title"), page.title);
  setText(part("said"), page.rows.length ? page.said : settings.words.none);
  setText(part("note"), page.note);
  part("scroll").replaceChildren(tableOf(page, settings, order, { sortBy, open: openCase, within, look }));
  part("pager").replaceWith(pager(page, settings, load));
  for (const form of /** @type {const} */ (["csv", "xlsx"])) find(`[data-form="${form}"]`, place)?.setAttribute("href", page[form]);
  place.dataset.n = String(page.n);
  if (field) {
    const again = /** @type {HTMLInputElement | null} */ (find(`[data-within="${field}"]`, place));
    again?.focus();
    again?.setSelectionRange(caret ?? null, caret ?? null);
  }
  if (sort) find(`[data-sort="${sort}"]`, place)?.focus();
  if (turn) (find(`[data-turn="${turn}"]:enabled`, place) ?? part("scroll")).focus();
}

/** @param {string} sort */
function sortBy(sort) {
  order = { sort, descending: order.sort === sort ? !order.descending : true };
  load("");
}

/**
 * Looks for a text in a column, once the typing rests.
 * @param {string} column
 * @param {string} wanted
 */
function look(column, wanted) {
  if (wanted.trim()) within.set(column, wanted);
  else within.delete(column);
  window.clearTimeout(typing);
  typing = window.setTimeout(() => load(""), TYPED_MS);
}

/**
 * What was looked for in a column that is not shown any more is looked for no more.
 * @param {string[]} keys
 */
function chooseColumns(keys) {
  const gone = [...within.keys()].filter((key) => !keys.includes(key));
  gone.forEach((key) => within.delete(key));
  if (gone.length) load("");
  else write();
}

/** @param {CaseTableSettings} given */
function searchField({ words }) {
  const field = element("input");
  field.type = "search";
  field.placeholder = words.search;
  field.setAttribute("aria-label", words.search);
  field.value = text;
  field.maxLength = 100;
  field.addEventListener("input", () => {
    window.clearTimeout(typing);
    typing = window.setTimeout(() => {
      text = field.value;
      load("");
    }, TYPED_MS);
  });
  return field;
}

/** @param {string} form */
function download(form) {
  const link = element("a", "download", form);
  link.dataset.form = form === settings?.words.csv ? "csv" : "xlsx";
  link.dataset.needs = "export";
  return link;
}

/**
 * @param {HTMLElement} holder
 * @param {CaseTableSettings} given
 */
function build(holder, given) {
  const { words } = given;
  const shut = button("case-table-close", "✕", close);
  shut.title = words.close;
  shut.setAttribute("aria-label", words.close);
  const said = element("p", "case-table-said", words.asking);
  said.setAttribute("role", "status");
  const tools = [searchField(given), columnMenu(given, chooseColumns), download(words.csv), download(words.xlsx)];
  const again = button("", words.refresh, () => load(""));
  const head = element("header", "case-table-head", element("h2", "case-table-title"), ...tools, again, shut);
  const scroll = element("div", "case-table-scroll");
  scroll.tabIndex = 0;
  const foot = element("footer", "case-table-foot", said, element("p", "case-table-note"), element("div", "case-table-pager"));
  holder.replaceChildren(head, scroll, foot);
}

/**
 * @param {CaseTableSettings} given
 * @param {HTMLElement} holder
 */
function follow(given, holder) {
  const isSame = given.listed === settings?.listed && holder === place;
  settings = given;
  if (isSame) return;
  place = holder;
  page = null;
  text = "";
  within.clear();
  build(holder, given);
  if (document.activeElement instanceof HTMLAnchorElement) part("scroll").focus({ preventScroll: true });
  load("");
}

function close() {
  if (!settings) return;
  go(settings.close);
}

/**
 * Up and down go from row to row, Escape closes the list.
 * @param {KeyboardEvent} event
 */
function press(event) {
  if (!place?.isConnected) return;
  if (event.key === "Escape" && !isTyping(event) && !isMenuOpen()) {
    event.stopImmediatePropagation();
    return close();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || isTyping(event) || !place.contains(/** @type {Node} */ (event.target))) return;
  const rows = findAll("button.case-row", place);
  const at = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = rows[at < 0 ? 0 : at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function startCaseTable() {
  watchJson("data-case-table", follow);
  document.addEventListener("keydown", press);
}
