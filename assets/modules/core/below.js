/* Places below the first screen: their panels are asked for when they come into view, never before the first screen is ready,
   and again when they have missed a change meanwhile. */

import { drawWanted } from "./drawing.js";
import { findAll } from "./elements.js";
import { onLayout } from "./layout.js";
import { onReady } from "./ready.js";

const LEAST_IN_VIEW = "-80px"; // a title that looks in at the edge is no wish to see the panel

/** @type {IntersectionObserver | undefined} */
let observer;

/** @param {IntersectionObserverEntry[]} entries */
function seen(entries) {
  for (const { target, isIntersecting } of entries) {
    /** @type {HTMLElement} */ (target).dataset.inView = String(isIntersecting);
  }
  if (entries.some(({ isIntersecting }) => isIntersecting)) drawWanted();
}

function follow() {
  const places = findAll("[data-below]");
  if (observer || !places.length) return;
  observer = new IntersectionObserver(seen, { rootMargin: `0px 0px ${LEAST_IN_VIEW} 0px` });
  places.forEach((place) => observer?.observe(place));
}

function forget() {
  observer?.disconnect();
  observer = undefined;
}

export function startBelow() {
  onLayout(forget);
  onReady(follow);
}
