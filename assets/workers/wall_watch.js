/* Watches over the page of a wall from beside it, and reports how it does: once a minute, and at once when its picture stops
   or goes on. A page whose picture stopped for long is told to load itself anew. */

import { LASTING_MS, pageStanding } from "./page_standing.js";

const LOOK_MS = 500;
const REPORT_MS = 60000;
const FIRST_REPORT_MS = 2500; // frames have been counted by then
const TRY_AGAIN_MS = 10000;
const TIME_LIMIT_MS = 8000;
const ADDRESS = "/api/v1/walls/report";
const now = () => performance.now();
const page = pageStanding(now());
/** @type {Record<string, unknown> | undefined} */
let about;
let dueAt = now() + FIRST_REPORT_MS;
let isReporting = false;

const seconds = (/** @type {number} */ milliseconds) => Math.max(0, Math.round(milliseconds) / 1000);

/** @param {ReturnType<typeof page.look>} standing */
async function report({ state, lasted, paintedAgo, freezes }) {
  isReporting = true;
  dueAt = now() + REPORT_MS;
  const told = { ...about, state, state_s: seconds(lasted), painted_s: seconds(paintedAgo), freezes };
  const headers = { "Content-Type": "application/json" };
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  try {
    const answer = await fetch(ADDRESS, { method: "POST", headers, body: JSON.stringify(told), signal });
    if (!answer.ok) throw new Error(String(answer.status));
    if (state === "left") dueAt = Infinity; // until it is back
  } catch {
    dueAt = Math.min(dueAt, now() + TRY_AGAIN_MS);
  }
  isReporting = false;
}

function look() {
  const standing = page.look(now());
  if (standing.hasChanged) dueAt = now();
  if (standing.lasts > LASTING_MS || standing.thawedAfter > LASTING_MS) postMessage({ renew: true });
  if (about && !isReporting && now() >= dueAt) report(standing);
}

addEventListener("message", ({ data }) => {
  if (!about) dueAt = now() + FIRST_REPORT_MS;
  about = data.about;
  page.hear(now(), data.beat);
});
setInterval(look, LOOK_MS);
