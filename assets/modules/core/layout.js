/* The layout of a screen, the places for its panels: Dash has laid out the first screen, and does another one when the path
   of the address is that of another. */

import { onAddressChange } from "./address.js";
import { isScreen } from "./config.js";
import { layOut } from "./dash.js";
import { find } from "./elements.js";
import { watch } from "./watch.js";

function look() {
  const here = find("[data-screen-of]");
  const { pathname } = window.location;
  if (here && here.dataset.screenOf !== pathname && isScreen(pathname)) layOut(window.location);
}

export function startLayout() {
  onAddressChange(look);
  watch("data-screen-of", look);
}
