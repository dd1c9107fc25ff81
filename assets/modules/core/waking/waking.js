/* A page that slept: its tab lay in the background, its timers were held, the machine was suspended or its clock was put on.
   On waking it catches up at once. A clock that was put right leads to one question too many, and to nothing else. */

const LOOK_MS = 1000;
const SLEPT_MS = 5000;

/** @typedef {{ steady: number, clock: number }} Instant by the clock that goes on evenly, and by that of the machine */

/** @returns {Instant} */
const present = () => ({ steady: performance.now(), clock: Date.now() });

/**
 * Whether more time passed between two looks than a page that is awake lets pass. While a machine is suspended its steady
 * clock may stand; its other clock may be put back, which is no sleep.
 * @param {Instant} before
 * @param {Instant} now
 */
export const hasSlept = (before, now) => Math.max(now.steady - before.steady, now.clock - before.clock) > SLEPT_MS;

/**
 * Calls handler() when the page has slept.
 * @param {() => void} handler
 */
export function startWaking(handler) {
  let before = present();
  const look = () => {
    if (document.hidden) return; // on coming back everything is caught up at once
    const now = present();
    const slept = hasSlept(before, now);
    before = now;
    if (slept) handler();
  };
  window.setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("resume", look);
}
