/* The address of the page: whoever changes it announces it, and modules that show what it names listen. */

const PUSHED = "yiping-pushed";
const PRESSED = "yiping-pressed";

/** Announces that `history.pushState` has changed the address. */
export const announcePush = () => window.dispatchEvent(new CustomEvent(PUSHED));

/**
 * Calls handler() when a link has changed the address.
 * @param {() => void} handler
 */
export const onPush = (handler) => window.addEventListener(PUSHED, () => handler());

/**
 * Announces an address to which a press of the pointer leads if it becomes a click.
 * @param {string} href path and query
 */
export const announcePress = (href) =>
  window.dispatchEvent(new CustomEvent(PRESSED, { detail: new URL(href, window.location.href) }));

/**
 * Calls handler(target) for each address to which a press may lead.
 * @param {(target: URL) => void} handler
 */
export const onPress = (handler) =>
  window.addEventListener(PRESSED, (event) => handler(/** @type {CustomEvent<URL>} */ (event).detail));

/**
 * Calls handler() when a link or the browser's own buttons have changed the address.
 * @param {() => void} handler
 */
export function onAddressChange(handler) {
  onPush(handler);
  window.addEventListener("popstate", () => handler());
}
