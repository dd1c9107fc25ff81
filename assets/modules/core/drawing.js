/* The drawing of a screen: all panels come with one answer; those still being computed are asked for once more. Until the
   screen is drawn it is given no newer stamp, so that no answer is replaced before it was seen. */

import { askForUnfinished } from "./dash.js";
import { find } from "./elements.js";
import { watch } from "./watch.js";

const COMPUTING = "[data-computing]:not([data-computing=''])";
const TIME_LIMIT_MS = 15000;
let asked = 0;
let drawingSince = 0;

const isComputing = () => find(COMPUTING) !== null;

/** Whether the screen waits for panels; after a time limit it no longer does, for the server may have lost them. */
export function isDrawing() {
  if (!isComputing() && find("[data-dash-is-loading]") === null) drawingSince = 0;
  else drawingSince ||= Date.now();
  return drawingSince > 0 && Date.now() - drawingSince < TIME_LIMIT_MS;
}

function ask() {
  asked = 0;
  if (isComputing()) askForUnfinished();
}

export function startDrawing() {
  watch("data-computing", (place) => {
    if (place.dataset.computing && !asked) asked = window.setTimeout(ask, 0);
  });
}
