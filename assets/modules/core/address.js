/* The address of the page: whoever changes it announces it, and modules that show what it names listen. */

const PUSHED = "yiping-pushed";

/** Announces that `history.pushState` has changed the address. */
export const announcePush = () => window.dispatchEvent(new CustomEvent(PUSHED));

/**
 * Calls handler() when a link has changed the address.
 * @param {() => void} handler
 */
export const onPush = (handler) => window.addEventListener(PUSHED, () => handler());

/**
 * Calls handler() when a link or the browser's own buttons have changed the address.
 * @param {() => void} handler
 */
export function onAddressChange(handler) {
  onPush(handler);
  window.addEventListener("popstate", () => handler());
}
