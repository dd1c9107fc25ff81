/* The application's whole use of Dash: starting it, having it lay out a screen, and the React that comes with it. No other
   module names any of them. */

/** @import { Drawn } from "../globals.js" */

const SCREEN = "screen";
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

/**
 * Has Dash lay out the screen of an address in place of the one that is there.
 * @param {Location} address
 */
export const layOut = ({ pathname, search }) =>
  window.dash_clientside.set_props(SCREEN, { "data-path": pathname, "data-search": search });
