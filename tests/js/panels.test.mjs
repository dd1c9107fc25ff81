/* Panels: geometry of charts, clocks and hours, the difference of two lists, sentences about sources. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fill } from "../../assets/modules/core/sentences.js";
import { minutesAndSeconds, zonedTime } from "../../assets/modules/core/zoned_time.js";
import { short } from "../../assets/modules/core/numbers.js";
import { areaText, lengthText, roundLength } from "../../assets/modules/map/tools/measures.js";
import { columnsOf, dottedIndexes, linePath, nearestIndex, periodEdges, scalesIn, settledAndApart, thinning } from "../../assets/modules/panels/chart_geometry.js";
import { SeenEvents, timesOf } from "../../assets/modules/panels/new_events.js";
import { SourceTexts, worstOf } from "../../assets/modules/panels/source_texts.js";
import { clockText } from "../../assets/modules/wall/clock.js";

const BOX = { left: 10, right: 110, top: 0, bottom: 50 };
const event = (id, at) => ({ id, reported_at: at });

test("a line has a gap where a value is missing", () => {
  const scales = scalesIn(BOX, 5, 0, 10);
  assert.equal(linePath([0, 10, null, 5, 5], scales), "M10.0,50.0L35.0,0.0M85.0,25.0L110.0,25.0");
  assert.deepEqual(dottedIndexes([1, null, 2, null, 3]), [0, 2, 4]);
  assert.deepEqual(dottedIndexes([4, 2], true), [0, 1], "a single finished day before the running one");
  assert.deepEqual(dottedIndexes([1, 4, 2], true), [2]);
  assert.deepEqual(dottedIndexes([1, null, 4, 2], true), [0, 2, 3]);
});

test("what is not settled is a line of its own, which begins where the settled one ends", () => {
  assert.deepEqual(settledAndApart([1, 2, 3, 4], [0, 2]), { settled: [1, 2, null, null], apart: [null, 2, 3, 4] });
  assert.deepEqual(settledAndApart([1, 2, 3], [1, 3]), { settled: [null, 2, 3], apart: [1, 2, null] });
  assert.deepEqual(settledAndApart([1, 2], [0, 2]).apart, [null, null]);
  assert.deepEqual(settledAndApart([1, 2], [0, 0]), { settled: [null, null], apart: [1, 2] });
});

test("ticks are thinned so that both ends stay", () => {
  assert.deepEqual([thinning(6, 6), thinning(6, 4), thinning(6, 2), thinning(5, 3)], [1, 2, 3, 5]);
});

test("the chosen days are a band, unless they are all days", () => {
  const scales = scalesIn(BOX, 5, 0, 1);
  assert.deepEqual(periodEdges({ period: [1, 2], values: [1, 1, 1, 1, 1] }, BOX, scales), [22.5, 72.5]);
  assert.equal(periodEdges({ period: [0, 4], values: [1, 1, 1, 1, 1] }, BOX, scales), null);
  assert.equal(nearestIndex(59, BOX, 5), 2);
});

test("hours still to come have no height, the highest fills the room", () => {
  const [first, second, third] = columnsOf([4, null, 2], 30, 22);
  assert.deepEqual([first.height, second.height, third.height], [20, 0, 10]);
});

test("a clock is the city's: over midnight, and in summer time", () => {
  assert.deepEqual(zonedTime(Date.UTC(2026, 10, 20, 16, 0, 5), "Asia/Shanghai"), { day: "2026-11-21", time: "00:00:05" });
  assert.deepEqual(zonedTime(Date.UTC(2026, 6, 1, 12), "America/New_York"), { day: "2026-07-01", time: "08:00:00" });
  assert.equal(clockText(Date.UTC(2026, 10, 20, 4, 5), "Asia/Shanghai", "en"), "2026-11-20 Fri 12:05");
  assert.equal(minutesAndSeconds(187_400), "03:07");
});

test("only events that were not listed before are new, and none on a screen just opened", () => {
  const seen = new SeenEvents();
  const [one, two, old] = [event("a", "2026-11-20T04:00:00Z"), event("b", "2026-11-20T04:01:00Z"), event("c", "2026-11-20T03:00:00Z")];
  assert.deepEqual(seen.unseen([one], 1000, "/wall"), []);
  assert.deepEqual(seen.unseen([two, one, old], 2000, "/wall"), [two]);
  assert.deepEqual(seen.unseen([two, one], 3000, "/wall"), []);
  assert.deepEqual(seen.unseen([two, one], 4000, "/?area=1"), []);
});

test("times carry as much of the date as the oldest event needs", () => {
  const settings = { as_of: "2026-11-20T04:00:00Z", zone: "Asia/Shanghai" };
  assert.deepEqual(timesOf([event("a", "2026-11-20T03:59:58Z")], settings), { form: "timed", texts: ["11:59:58"] });
  assert.deepEqual(timesOf([event("a", "2026-11-18T03:59:58Z")], settings), { form: "dayed", texts: ["11-18 11:59"] });
  assert.deepEqual(timesOf([event("a", "2025-11-18T03:59:58Z")], settings), { form: "dated", texts: ["2025-11-18 11:59"] });
});

test("a silent source is named with its silence; the worst gives the status", () => {
  const words = { late: "late", minutes: "{n} min", hours: "{n} h", days: "{n} d", silent: "{source} silent for {time} since {since}" };
  const now = Date.UTC(2026, 10, 20, 4);
  const source = { name: "calls", status: "late", watermark: "2026-11-20T03:15:00Z", last_load: null };
  const texts = new SourceTexts({ words, titles: {}, zone: "Asia/Shanghai" }, now);
  assert.equal(texts.sentence(source), "calls silent for 45 min since 11:15");
  assert.equal(texts.summary([source, { ...source, status: "fresh" }]), texts.sentence(source));
  assert.equal(worstOf([{ status: "fresh" }, { status: "late" }, { status: "static" }]), "late");
  assert.equal(worstOf([]), "empty");
});

test("numbers and sentences read as people write them", () => {
  assert.equal(fill("{a} of {b}", { a: 1 }), "1 of {b}");
  assert.deepEqual([9999, 12345, 123456].map((n) => short(n, "en")), ["9,999", "12.3K", "123K"]);
  assert.deepEqual([9999, 12345, 123456].map((n) => short(n, "zh-CN")), ["9,999", "1.23万", "12.3万"]);
  assert.deepEqual([roundLength(870), lengthText(999.6), lengthText(12345), areaText(120)], [500, "1,000 m", "12.35 km", "120 m²"]);
});
