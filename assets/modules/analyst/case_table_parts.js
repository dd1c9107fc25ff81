/* The parts of a list of cases: heading, table, foot. Texts enter as text nodes. */

/** @import { CaseTableColumn, CaseTablePage, CaseTableRow, CaseTableSettings } from "../payloads.js" */

import { button, element } from "../core/elements.js";

/** @typedef {{ sort: string, descending: boolean }} Order */
/** @typedef {{ sortBy: (sort: string) => void, open: (source: string, number: string) => void,
    within: Map<string, string>, look: (column: string, text: string) => void }} Acts
    within: texts looked for in columns */

const CHOSEN = "yiping-list-columns";

/**
 * The columns that this browser was asked to show, or the usual ones, in the order of the table.
 * @param {CaseTableSettings} settings
 * @returns {string[]}
 */
export function chosenColumns({ columns, usual }) {
  const known = columns.map(({ key }) => key);
  try {
    const kept = JSON.parse(window.localStorage.getItem(CHOSEN) ?? "null");
    if (Array.isArray(kept) && kept.some((key) => known.includes(key))) return known.filter((key) => kept.includes(key));
  } catch {
    // storage is switched off, or holds something else
  }
  return known.filter((key) => usual.includes(key));
}

/** @param {string[]} keys */
function keepColumns(keys) {
  try {
    window.localStorage.setItem(CHOSEN, JSON.stringify(keys));
  } catch {
    // storage is switched off: they are chosen for this time
  }
}

/**
 * The menu in which columns are chosen.
 * @param {CaseTableSettings} settings
 * @param {(keys: string[]) => void} choose
 */
export function columnMenu(settings, choose) {
  const shown = new Set(chosenColumns(settings));
  const boxes = settings.columns.map(({ key, name }) => {
    const box = element("input");
    box.type = "checkbox";
    box.checked = shown.has(key);
    box.dataset.column = key;
    box.addEventListener("change", () => {
      if (box.checked) shown.add(key);
      else if (shown.size > 1) shown.delete(key);
      else box.checked = true;
      const keys = settings.columns.map((column) => column.key).filter((one) => shown.has(one));
      keepColumns(keys);
      choose(keys);
    });
    return element("label", "", box, name);
  });
  const menu = element("div", "menu", ...boxes);
  return element("details", "menu-holder", element("summary", "", settings.words.columns), menu);
}

/**
 * @param {CaseTableColumn} column
 * @param {Order} order
 * @param {CaseTableSettings} settings
 * @param {(sort: string) => void} sortBy
 */
function heading({ name, sort }, order, settings, sortBy) {
  const cell = element("th");
  cell.scope = "col";
  if (!sort) return append(cell, name);
  const isSorted = order.sort === sort;
  cell.ariaSort = isSorted ? (order.descending ? "descending" : "ascending") : "none";
  const sign = isSorted ? (order.descending ? " ▼" : " ▲") : "";
  const press = button("", name + sign, () => sortBy(sort));
  press.title = settings.words.sort.replace("{name}", name);
  press.dataset.sort = sort;
  return append(cell, press);
}

/**
 * The field in which a text is looked for in one column.
 * @param {CaseTableColumn} column
 * @param {CaseTableSettings} settings
 * @param {Acts} acts
 */
function columnField({ key, name, searched }, settings, { within, look }) {
  const cell = element("td");
  if (!searched) return cell;
  const field = element("input", "case-within");
  field.type = "search";
  field.maxLength = 40;
  field.value = within.get(key) ?? "";
  field.dataset.within = key;
  field.placeholder = "⌕";
  field.title = settings.words.within.replace("{name}", name);
  field.setAttribute("aria-label", field.title);
  field.addEventListener("input", () => look(key, field.value));
  return append(cell, field);
}

/**
 * @template {HTMLElement} Holder
 * @param {Holder} holder
 * @param {...(Node | string)} content
 */
function append(holder, ...content) {
  holder.append(...content);
  return holder;
}

/**
 * A row; its first cell opens the card of its case.
 * @param {CaseTableRow} one
 * @param {string[]} keys
 * @param {(source: string, number: string) => void} open
 */
function row(one, keys, open) {
  const cells = keys.map((key, place) => {
    const cell = element(place ? "td" : "th", `cell-${key}`);
    if (!place) cell.setAttribute("scope", "row");
    const text = one.cells[key] ?? "";
    cell.append(place ? text : button("case-row", text || one.id, () => open(one.source, one.id)));
    return cell;
  });
  const made = element("tr", one.cells.overdue && one.open ? "late" : "", ...cells);
  made.dataset.row = `${one.source}/${one.id}`;
  made.addEventListener("click", (event) => {
    if (!(event.target instanceof Element && event.target.closest("button")) && !getSelection()?.toString()) open(one.source, one.id);
  });
  return made;
}

/**
 * @param {CaseTablePage} page
 * @param {CaseTableSettings} settings
 * @param {Order} order
 * @param {Acts} acts
 */
export function tableOf(page, settings, order, acts) {
  const { sortBy, open } = acts;
  const keys = chosenColumns(settings);
  const columns = settings.columns.filter(({ key }) => keys.includes(key));
  const headings = element("tr", "", ...columns.map((column) => heading(column, order, settings, sortBy)));
  const fields = element("tr", "case-fields", ...columns.map((column) => columnField(column, settings, acts)));
  const head = element("thead", "", headings, fields);
  const body = element("tbody", "", ...page.rows.map((one) => row(one, keys, open)));
  const table = element("table", "", head, body);
  table.setAttribute("aria-label", page.title);
  return table;
}

/**
 * The buttons that lead to other pages; null: there is none.
 * @param {CaseTablePage} page
 * @param {CaseTableSettings} settings
 * @param {(cursor: string) => void} turn
 */
export function pager(page, { words }, turn) {
  /** @type {[string, string, string | null][]} */
  const steps = [
    ["«", words.first, page.previous === null ? null : ""],
    ["‹", words.previous, page.previous],
    ["›", words.next, page.next],
    ["»", words.last, page.last],
  ];
  return element(
    "div",
    "case-table-pager",
    ...steps.map(([sign, name, cursor], place) => {
      const press = button("", sign, () => turn(cursor ?? ""));
      press.disabled = cursor === null;
      press.title = name;
      press.setAttribute("aria-label", name);
      press.dataset.turn = ["first", "previous", "next", "last"][place];
      return press;
    }),
  );
}
