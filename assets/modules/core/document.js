/* Language, theme, screen and title belong to the document: from the address at once, then from the header panel. */

import { parameters, screenAt, valueInAddress } from "./config.js";
import { watch } from "./watch.js";

/** True on a wall, which nobody touches. */
export const isWall = () => document.documentElement.dataset.screen === "wall";

/**
 * Paper is the light theme in black on white.
 * @param {string | undefined} theme
 */
export function wearTheme(theme) {
  const root = document.documentElement;
  root.toggleAttribute("data-paper", theme === "paper");
  root.dataset.theme = theme === "light" || theme === "paper" ? "light" : "dark";
}

/** The theme worn at present. */
export const themeNow = () => {
  const root = document.documentElement;
  return root.hasAttribute("data-paper") ? "paper" : (root.dataset.theme ?? "");
};

function fromAddress() {
  const root = document.documentElement;
  wearTheme(valueInAddress(parameters.theme));
  root.dataset.screen = screenAt(window.location.pathname).key;
}

/** @param {HTMLElement} header */
function fromHeader({ dataset }) {
  const root = document.documentElement;
  wearTheme(dataset.documentTheme);
  root.dataset.screen = dataset.documentScreen;
  root.lang = dataset.documentLang ?? "";
  document.title = dataset.documentTitle ?? "";
}

export function startDocument() {
  fromAddress();
  for (const name of ["theme", "screen", "lang", "title"]) watch(`data-document-${name}`, fromHeader);
}
