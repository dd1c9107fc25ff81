/* The application's whole use of Dash: starting it, its stores of the stamp and of
   unfinished panels, and the private event by which
   its Location component learns of a new address. No other module names any of them. */

const PUSH_STATE = "_dashprivate_pushstate";

/** Starts Dash. The page's inline script only defines how, so that all modules are listening when the first panel comes. */
export const startDash = () => window.startDash();

/** Whether Dash can take a stamp. */
export const isDashReady = () => Boolean(window.dash_clientside);

/**
 * Gives all panels a stamp; they are drawn anew as of its moment.
 * @param {string} stamp
 */
export const setStamp = (stamp) => window.dash_clientside.set_props("stamp", { data: stamp });

/** Asks once more for the panels of the screen that were still being computed. */
export const askForUnfinished = () => window.dash_clientside.set_props("unfinished", { data: Date.now() });

/** Notifies Dash that `history.pushState` has changed the address. */
export const announcePush = () => window.dispatchEvent(new CustomEvent(PUSH_STATE));

/**
 * Calls handler() when a link has changed the address.
 * @param {() => void} handler
 */
export const onPush = (handler) => window.addEventListener(PUSH_STATE, () => handler());

/**
 * Calls handler() when a link or the browser's own buttons have changed the address.
 * @param {() => void} handler
 */
export function onAddressChange(handler) {
  onPush(handler);
  window.addEventListener("popstate", () => handler());
}
