/* Tells the server that a person is there, at most once a minute: only then does the time start anew after which who does
   nothing is signed out. A page that asks for news of its own accord tells nothing. */

const EVERY_MS = 60000;
const DONE_BY_PEOPLE = ["pointerdown", "keydown", "wheel", "touchstart"];
let toldAt = 0;

/**
 * Whether what a person does now is to be told, when it was last told at a moment; both in milliseconds.
 * @param {number} now
 * @param {number} lastTold
 */
export const isDue = (now, lastTold) => now - lastTold >= EVERY_MS;

function tell() {
  const now = performance.now();
  if (!isDue(now, toldAt)) return;
  toldAt = now;
  fetch("/present", { method: "POST", cache: "no-store" }).catch(() => undefined); // the next minute tells it again
}

/* Opening the page has told it once. */
export function startPresence() {
  if (document.documentElement.dataset.visitor !== "account") return;
  toldAt = performance.now();
  for (const name of DONE_BY_PEOPLE) document.addEventListener(name, tell, { passive: true, capture: true });
}
