/* plotly.js, which the server serves: loaded once, after the first screen has been painted. */

import { plotlyAddress } from "../../core/config.js";

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
