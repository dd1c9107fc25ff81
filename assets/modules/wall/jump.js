/* A new alarm takes a wall to the scene of its rule, with its place marked on the map, and after a while the wall goes back to
   where it was. Two jumps lie some minutes apart, also when the page was loaded anew between them. */

/** @import { SceneTurns, WallAlarm } from "../payloads.js" */
/** @typedef {{ alarm: WallAlarm, home: string, until: number }} Jump home: the address to go back to */

import { cityNow } from "../core/news.js";
import { markAlarm } from "../map/alarm_place.js";
import { hideBanner, showBanner } from "./banner.js";
import { keep, kept } from "./kept.js";

const JUMPED = "jumped";
/** @type {Jump | null} */
let jump = null;

/** @returns {{ key: string, at: number }} which alarm was shown last, and when by the clock of the city */
const last = () => kept(JUMPED) ?? { key: "", at: -Infinity };

/** Whether an alarm is shown at present. */
export const isJumped = () => jump !== null;

/**
 * The alarm that a wall should go to now; null for none.
 * @param {SceneTurns} turns
 */
export function alarmToShow({ alarm, apart_s: apart }) {
  if (!alarm || jump) return null;
  const { key, at } = last();
  const since = cityNow() - at;
  const isTooSoon = since >= 0 && since < 1000 * apart;
  return alarm.key === key || isTooSoon ? null : alarm;
}

/**
 * Shows an alarm in its scene, which is there already.
 * @param {SceneTurns} turns
 * @param {WallAlarm} alarm
 * @param {string} home
 */
export function beginJump(turns, alarm, home) {
  jump = { alarm, home, until: performance.now() + 1000 * turns.jump_s };
  keep(JUMPED, { key: alarm.key, at: cityNow() });
  markAlarm(alarm);
  showJump(turns);
}

/**
 * Says of the alarm shown how long it stays.
 * @param {SceneTurns} turns
 */
export function showJump({ back }) {
  if (!jump) return;
  const { alarm, until } = jump;
  const seconds = String(Math.max(0, Math.ceil((until - performance.now()) / 1000)));
  showBanner(alarm.severity, alarm.title, `${alarm.said} · ${back.replace("{seconds}", seconds)}`);
}

/** The address to go back to now that an alarm was shown long enough; empty before. */
export const wayBack = () => (jump && performance.now() >= jump.until ? jump.home : "");

/** Shows the alarm no longer; the address to go back to, empty where none was shown. */
export function endJump() {
  if (!jump) return "";
  const { home } = jump;
  jump = null;
  markAlarm(null);
  hideBanner();
  return home;
}
