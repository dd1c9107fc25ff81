/* A page notices that it slept, by either clock, and takes a clock that was put right for nothing worse. */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { hasSlept, startWaking } from "../../../assets/modules/core/waking/waking.js";

const HOUR = 3_600_000;
const AT = { steady: 50_000, clock: Date.parse("2026-11-20T12:00:00Z") };
const later = (steady, clock = steady) => ({ steady: AT.steady + steady, clock: AT.clock + clock });

test("a second more, also on a busy machine, is no sleep", () => {
  for (const passed of [1000, 2500, 4900]) assert.equal(hasSlept(AT, later(passed)), false);
});

test("held timers are seen by both clocks, a suspended machine by that which went on", () => {
  assert.equal(hasSlept(AT, later(60_000)), true);
  assert.equal(hasSlept(AT, later(1000, 8 * HOUR)), true);
});

test("a clock that is put back is no sleep, nor does it hide one", () => {
  assert.equal(hasSlept(AT, later(1000, -6 * HOUR)), false);
  assert.equal(hasSlept(AT, later(60_000, -6 * HOUR)), true);
});

let [ticks, heard, steady, clock] = [[], {}, 0, 0];
beforeEach(() => {
  [ticks, heard, steady, clock] = [[], {}, 0, 0];
  mock.method(performance, "now", () => steady);
  mock.method(Date, "now", () => clock);
  globalThis.window = { setInterval: (look) => ticks.push(look) };
  globalThis.document = { hidden: false, addEventListener: (name, look) => (heard[name] = look) };
});

const pass = (milliseconds, byClock = milliseconds) => {
  steady += milliseconds;
  clock += byClock;
  ticks.forEach((look) => look());
};

test("it catches up once for each sleep, and at once when its tab is seen again", () => {
  const woken = mock.fn();
  startWaking(woken);
  [1000, 1000, 1000].forEach((passed) => pass(passed));
  assert.equal(woken.mock.callCount(), 0);
  pass(1000, 8 * HOUR);
  pass(1000);
  assert.equal(woken.mock.callCount(), 1);
  document.hidden = true;
  [60_000, 60_000, 60_000].forEach((passed) => pass(passed));
  assert.equal(woken.mock.callCount(), 1, "nobody sees it");
  document.hidden = false;
  heard.visibilitychange();
  assert.equal(woken.mock.callCount(), 2);
});

test("a clock put right in both directions leads to one question at most each", () => {
  const woken = mock.fn();
  startWaking(woken);
  pass(1000);
  pass(1000, -6 * HOUR);
  assert.equal(woken.mock.callCount(), 0);
  for (let second = 0; second < 60; second += 1) pass(1000);
  pass(1000, 6 * HOUR);
  for (let second = 0; second < 60; second += 1) pass(1000);
  assert.equal(woken.mock.callCount(), 1);
});
