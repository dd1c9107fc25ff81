/* The application's whole use of Dash: starting it, the React that comes with it, and the private event by which its
   Location component learns of a new address. No other module names any of them. */

/** @import { Drawn } from "../globals.js" */

const PUSH_STATE = "_dashprivate_pushstate";
/** @type {Map<Element, ReactRoot>} */
const roots = new Map();

/** Starts Dash. The page's inline script only defines how, so that all modules are listening when the first panel comes. */
export const startDash = () => window.startDash();

/**
 * @param {Drawn} drawn
 * @returns {unknown}
 */
function asReact(drawn) {
  if (!Array.isArray(drawn)) return drawn;
  const [name, properties, children] = drawn;
  return window.React.createElement(name, properties, ...children.map(asReact));
}

/**
 * Draws into places, all at once; what is there already stays, with its focus and what modules drew into it. Dash's own
 * components would do the same at ten times the cost.
 * @param {[Element, Drawn][]} drawings
 */
export function drawInto(drawings) {
  for (const [place, root] of roots) {
    if (place.isConnected) continue;
    root.unmount();
    roots.delete(place);
  }
  window.ReactDOM.flushSync(() => {
    for (const [place, drawn] of drawings) {
      const root = roots.get(place) ?? window.ReactDOM.createRoot(place);
      roots.set(place, root);
      root.render(asReact(drawn));
    }
  });
}

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
