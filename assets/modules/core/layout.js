/* The layout of a screen, the places for its panels: Dash begins with that of the page's address, and lays out another one
   when the path of the address becomes that of another screen. */

import { onAddressChange } from "./address.js";
import { isScreen } from "./config.js";
import { layOut } from "./dash.js";
import { find, findAll } from "./elements.js";
import { watch } from "./watch.js";

/** @type {(() => void)[]} */
const listeners = [];

/** Whether the places are those of the screen at the present address. */
export const isScreenHere = () => find("[data-screen-of]")?.dataset.screenOf === window.location.pathname;

/** @type {(panel: string, search: string) => boolean} */
let isShownAt = () => true;

/**
 * Limits the places that are wanted to those whose panels an address shows.
 * @param {(panel: string, search: string) => boolean} limit
 */
export const limitPlaces = (limit) => (isShownAt = limit);

/**
 * The places whose panels belong to the screen as it is looked at: those below it only while they are in view.
 * @param {string} [search] of the address, where it is not the present one
 */
export const wantedPlaces = (search = window.location.search) =>
  findAll("[data-slot]").filter(
    ({ dataset }) => (!dataset.below || dataset.inView === "true") && isShownAt(dataset.slot ?? "", search),
  );

/**
 * Calls handler() when a screen has been laid out.
 * @param {() => void} handler
 */
export const onLayout = (handler) => listeners.push(handler);

function follow() {
  if (find("[data-path]") && !isScreenHere() && isScreen(window.location.pathname)) layOut(window.location);
}

export function startLayout() {
  onAddressChange(follow);
  /* Dash was not told which screen the page shows. */
  watch("data-path", ({ dataset }) => dataset.path !== window.location.pathname && follow());
  watch("data-screen-of", () => {
    follow();
    listeners.forEach((handler) => handler());
  });
}
