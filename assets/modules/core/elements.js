/* Making and finding elements. Texts enter as text nodes, never as markup. */

/**
 * An element with its classes and content.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} [classes]
 * @param {...(Node | string)} content
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, classes = "", ...content) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.append(...content);
  return made;
}

/**
 * A button that submits nothing.
 * @param {string} classes
 * @param {string} text
 * @param {(event: MouseEvent) => void} press
 */
export function button(classes, text, press) {
  const made = element("button", classes, text);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

/**
 * The first element that matches, or null.
 * @param {string} selector
 * @param {ParentNode} [within]
 */
export const find = (selector, within = document) => /** @type {HTMLElement | null} */ (within.querySelector(selector));

/**
 * All elements that match.
 * @param {string} selector
 * @param {ParentNode} [within]
 */
export const findAll = (selector, within = document) =>
  /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);

/**
 * The nearest element around the target of an event that matches, or null.
 * @param {Event} event
 * @param {string} selector
 */
export const around = (event, selector) =>
  event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest(selector)) : null;

/** @type {{ pixels: number, of: string } | null} */
let remRead = null;
let isFollowed = false;

/**
 * Pixels of a rem: type, marks and circles grow together on a wall. Read once for a screen and a size of the window: to
 * read a style makes the browser lay out the page.
 */
export function rem() {
  if (!isFollowed) window.addEventListener("resize", () => (remRead = null), { capture: true });
  isFollowed = true;
  const of = document.documentElement.dataset.screen ?? "";
  if (remRead?.of !== of) remRead = { pixels: parseFloat(getComputedStyle(document.documentElement).fontSize), of };
  return remRead.pixels;
}

/**
 * Sets the text of an element where it is another one.
 * @param {Element} place
 * @param {string} text
 */
export function setText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
