/* A page is watched from beside it: what has stopped is noticed within five seconds, and what only slept is not called so. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LASTING_MS, pageStanding } from "../../../assets/workers/page_standing.js";

const WELL = { isHidden: false, hasLeft: false, paintedAgo: 900 };

/** A page and its watcher by one clock: `until` lets time pass, looked at twice a second; `beat` is what the page says then. */
function watched() {
  const page = pageStanding(0);
  const seen = [];
  let at = 0;
  const until = (end, beat) => {
    for (; at < end; at += 500) {
      if (beat && at % 1000 === 0) page.hear(at, beat(at));
      seen.push({ at, ...page.look(at) });
    }
    return seen.at(-1);
  };
  const sleep = (milliseconds) => (at += milliseconds);
  const changes = () => seen.filter((one) => one.hasChanged).map(({ at: when, state }) => [state, when]);
  return { until, sleep, changes };
}

test("a page that goes on is well, for hours", () => {
  const { until, changes } = watched();
  const last = until(3_600_000, () => WELL);
  assert.deepEqual([last.state, last.freezes, changes()], ["shown", 0, []]);
});

test("a page that answers nothing is noticed within five seconds, and that it goes on again at once", () => {
  const { until, changes } = watched();
  until(10_000, () => WELL);
  const blocked = until(60_000);
  until(62_000, () => WELL);
  const [[state, at], [after, back]] = changes();
  assert.deepEqual([state, after, back], ["blocked", "shown", 60_000]);
  assert.ok(at <= 15_000, `noticed at ${at}`);
  assert.ok(blocked.lasts > LASTING_MS && blocked.freezes === 1);
});

test("a page that answers but is painted no more is noticed as soon", () => {
  const { until, changes } = watched();
  until(10_000, () => WELL);
  until(20_000, (now) => ({ ...WELL, paintedAgo: now - 9_500 }));
  const [[state, at]] = changes();
  assert.equal(state, "unpainted");
  assert.ok(at <= 14_500, `noticed at ${at}`);
});

test("a page that stopped for long says so when it goes on, one that stopped for a moment does not count as lasting", () => {
  for (const [stop, lasts] of [[45_000, true], [15_000, false]]) {
    const { until } = watched();
    until(10_000, () => WELL);
    until(stop);
    const thawed = until(stop + 500, () => WELL);
    assert.equal(thawed.state, "shown");
    assert.equal(thawed.thawedAfter > LASTING_MS, lasts);
  }
});

test("in the background nothing is painted and timers are slow: that is no freeze, nor is coming back from there", () => {
  const { until, changes } = watched();
  until(10_000, () => WELL);
  until(11_000, (now) => ({ isHidden: true, hasLeft: false, paintedAgo: now - 9_500 }));
  until(300_000);
  until(310_000, (now) => ({ ...WELL, paintedAgo: now > 301_000 ? 900 : 290_500 }));
  assert.deepEqual(changes().map(([state]) => state), ["hidden", "shown"]);
});

test("a machine that was suspended froze nothing: nobody looked meanwhile", () => {
  const { until, sleep, changes } = watched();
  until(10_000, () => WELL);
  sleep(8 * 3_600_000);
  until(8 * 3_600_000 + 20_000, () => WELL);
  assert.deepEqual(changes(), []);
});

test("a wall that was closed is closed, and back when it is opened again", () => {
  const { until, changes } = watched();
  until(10_000, () => WELL);
  until(11_000, () => ({ ...WELL, hasLeft: true }));
  until(100_000);
  until(110_000, () => WELL);
  assert.deepEqual(changes().map(([state]) => state), ["left", "shown"]);
});
