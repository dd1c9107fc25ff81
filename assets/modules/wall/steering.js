/* A wall that somebody steers from elsewhere: what it was told comes with its news, is shown on it with who told it, and ends
   when nobody says anything for a while. Then the wall is where it was before. */

/** @import { SceneTurn, WallSteering } from "../payloads.js" */
/** @typedef {{ home: string, serial: number, steps: number, shown: string }} Steered
    home: the address to go back to; serial, steps: of what was done; shown: key of the scene gone to */

import { parameterNames, parameters } from "../core/config.js";
import { withParameter } from "../core/filtering/filter_address.js";
import { cityNow, latestNews } from "../core/news.js";
import { hideBanner, showBanner } from "./banner.js";
import { keep, kept } from "./kept.js";

const STEERED = "steered";

/** @returns {Steered | null} */
const known = () => kept(STEERED) ?? null;

/* News that are old because the server is gone steer nothing. */
function told() {
  const found = latestNews()?.steering;
  return found && Date.parse(found.until) > cityNow() ? found : undefined;
}

/** Whether somebody steers the wall, or it is not back yet. */
export const isSteered = () => Boolean(told() ?? known());

/** Whether the scenes stand because somebody said so. */
export const isHeld = () => Boolean(told()?.paused);

/**
 * Where the wall has to go now, and what is done when it is there; null where nothing new was said.
 * @param {string} here the present address
 * @param {SceneTurn[]} scenes those that turn
 * @param {string} present key of the scene shown
 * @returns {{ address: string, done: () => void } | null}
 */
export function nextStep(here, scenes, present) {
  const [now, before] = [told(), known()];
  if (!latestNews()) return null;
  if (!now) return before && { address: before.home, done: () => leave() };
  if (before?.serial === now.serial) return null;
  const home = before?.home ?? here;
  const shown = sceneOf(now, before, scenes, present);
  const done = () => keep(STEERED, { home, serial: now.serial, steps: now.steps, shown: now.scene });
  return { address: addressOf(home, now, shown === scenes[0]?.key ? "" : shown), done };
}

function leave() {
  keep(STEERED, null);
  hideBanner();
}

/**
 * The scene chosen, or so many further on than the present one as were said since.
 * @param {WallSteering} now
 * @param {Steered | null} before
 * @param {SceneTurn[]} scenes
 * @param {string} present
 */
function sceneOf(now, before, scenes, present) {
  const steps = now.steps - (before?.steps ?? 0);
  if (now.scene && !steps && now.scene !== before?.shown) return now.scene;
  const at = scenes.findIndex(({ key }) => key === present);
  const { length } = scenes;
  return length ? scenes[(((at + steps) % length) + length) % length].key : present;
}

/**
 * The address of a wall at home, showing something else.
 * @param {string} home
 * @param {WallSteering} now
 * @param {string} turn
 */
function addressOf(home, now, turn) {
  const { pathname, search } = new URL(home, window.location.href);
  const chosen = { [parameters.area]: now.area, [parameters.kpi]: now.kpi };
  let query = withParameter(search, parameters.scene, "", parameterNames());
  for (const [name, value] of Object.entries(chosen)) {
    if (value) query = withParameter(query, name, value, parameterNames());
  }
  return pathname + withParameter(query, parameters.turn, turn, parameterNames());
}

/**
 * Says who steers, and until when.
 * @param {{ steered: string, somebody: string, steered_until: string }} words
 */
export function showSteering(words) {
  const now = told();
  if (!now) return;
  const until = now.until.slice(11, 16);
  const who = words.steered.replace("{who}", now.who || words.somebody);
  showBanner("steered", who, words.steered_until.replace("{until}", until));
}
