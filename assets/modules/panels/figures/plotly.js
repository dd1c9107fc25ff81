/* plotly.js, which the server serves: loaded once, after the first screen has been painted. */

import { plotlyAddress } from "../../core/config.js";

const REST_MS = 500;
const LONGEST_REST_MS = 5000;
/** When a button or key was pressed last. */
let pressedAt = 0;

/** Fetches the script, and returns once the screen has stood for a while and nobody has pressed anything meanwhile: reading
 * it in takes more than half a second, in which a click would find no answer. */
async function rest() {
  const press = () => (pressedAt = performance.now());
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, press, { capture: true, passive: true });
  document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "script", href: plotlyAddress() }));
  const began = performance.now();
  let since = began;
  while (performance.now() - began < LONGEST_REST_MS) {
    await new Promise((done) => setTimeout(done, REST_MS / 10));
    if (document.documentElement.dataset.ready !== "true") since = performance.now();
    if (performance.now() - Math.max(since, pressedAt) >= REST_MS) break;
  }
  for (const kind of ["pointerdown", "keydown"]) document.removeEventListener(kind, press, { capture: true });
}

/** @type {Promise<void> | undefined} */
let rested;

/** The one rest of a page. */
export const undisturbed = () => (rested ??= rest());

/** @type {Promise<Plotly> | undefined} */
let loading;

/** @returns {Promise<Plotly>} */
function load() {
  return new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = plotlyAddress();
    script.addEventListener("load", () => done(window.Plotly));
    script.addEventListener("error", () => fail(new Error("plotly.js did not load")));
    document.head.append(script);
  });
}

/** The library; asked for again after a failure. */
export function plotly() {
  loading ??= load();
  loading.catch(() => (loading = undefined));
  return loading;
}
