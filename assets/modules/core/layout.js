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

/** The places whose panels belong to the screen as it is looked at: those below it only while they are in view. */
export const wantedPlaces = () =>
  findAll("[data-slot]").filter(({ dataset }) => !dataset.below || dataset.inView === "true");

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
