/* The screen on paper: while the browser prints, the page wears the theme of paper, and head and foot of every page say what
   the screen shows. */

import { themeNow, wearTheme } from "../document.js";
import { watch } from "../watch.js";

const LINES = /** @type {const} */ (["what", "when", "known", "page"]);
const NUMBERS = { n: "counter(page)", m: "counter(pages)" };

/** @type {(() => void)[]} */
const listeners = [];
/** @type {string | null} the theme of the screen while it is printed */
let before = null;

/**
 * Calls handler() whenever the page has been laid out for paper, or for the screen again: what it draws by itself must be
 * drawn anew at once, since the browser does not wait.
 * @param {() => void} handler
 */
export const onPaper = (handler) => listeners.push(handler);

/** A screen that is photographed as it is seen stays so. */
const staysAsSeen = () => document.documentElement.hasAttribute("data-photographed");

function enter() {
  if (before !== null || staysAsSeen()) return;
  before = themeNow();
  wearTheme("paper");
  document.documentElement.toggleAttribute("data-without-controls", true);
}

function leave() {
  if (before === null) return;
  wearTheme(before);
  document.documentElement.toggleAttribute("data-without-controls", false);
  before = null;
}

/** @param {string} text */
const quoted = (text) => `"${text.replace(/["\\]/g, "\\$&")}"`;

/**
 * A line as the value of `content`.
 * @param {string} text
 */
const content = (text) =>
  text
    .split(/\{([nm])\}/)
    .map((part, index) => (index % 2 ? NUMBERS[/** @type {"n" | "m"} */ (part)] : quoted(part)))
    .join(" ");

/** @param {HTMLElement} header */
function write({ dataset }) {
  for (const line of LINES) {
    const text = dataset[`documentPaper${line[0].toUpperCase()}${line.slice(1)}`] ?? "";
    document.documentElement.style.setProperty(`--paper-${line}`, content(text));
  }
}

export function startPaper() {
  for (const line of LINES) watch(`data-document-paper-${line}`, write);
  window.addEventListener("beforeprint", enter);
  window.addEventListener("afterprint", leave);
  // Chromium says so once the page is laid out for paper, and waits for what is done here.
  const printing = window.matchMedia("print");
  printing.addEventListener("change", () => {
    if (printing.matches) enter();
    else leave();
    if (!staysAsSeen()) listeners.forEach((handler) => handler());
  });
  if (printing.matches) enter();
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-print]")) window.print();
  });
}
