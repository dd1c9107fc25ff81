/* Questions for a screen: what a press has asked is its click's, once; an answer suits only what it was asked for. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { askAhead, askNow, isPressed, isStillOf } from "../../assets/modules/core/screen_questions.js";

const place = (panel, digest) => ({ panel, digest, stale: "" });
const question = (search, stamp = "1.0") => ({ path: "/", search, stamp, unfinished: false, places: [place("map", "a")] });
let sent = [];

beforeEach(() => {
  sent = [];
  globalThis.fetch = (_, { body, signal }) => {
    sent.push({ search: JSON.parse(body).search, signal });
    return Promise.resolve({ ok: true, json: async () => ({ stamp: "1.0", panels: [] }) });
  };
});

test("a click takes over what its press has asked, and only once", async () => {
  askAhead(question("?area=1"));
  askAhead(question("?area=1"));
  assert.equal(sent.length, 1);
  assert.equal(isPressed(), true);
  assert.deepEqual(await askNow(question("?area=1")).answer, { stamp: "1.0", panels: [] });
  assert.equal(sent.length, 1);
  assert.equal(isPressed(), false);
  askNow(question("?area=1"));
  assert.equal(sent.length, 2);
});

test("what was asked for another address or stamp is not taken over", () => {
  askAhead(question("?area=2"));
  askNow(question("?area=3"));
  askNow(question("?area=2", "2.0"));
  assert.deepEqual(sent.map(({ search }) => search), ["?area=2", "?area=3", "?area=2"]);
});

test("at most one question is ahead", () => {
  askAhead(question("?area=4"));
  askAhead(question("?area=5"));
  assert.deepEqual(sent.map(({ signal }) => signal.aborted), [true, false]);
});

test("a question ahead that failed is asked anew", async () => {
  globalThis.fetch = async () => ({ ok: false, status: 503 });
  askAhead(question("?area=6"));
  await new Promise((done) => setTimeout(done, 0));
  globalThis.fetch = async () => ({ ok: true, json: async () => "answered" });
  assert.equal(await askNow(question("?area=6")).answer, "answered");
});

test("an answer that leaves a panel as it was suits only what was drawn then", () => {
  const before = [place("map", "a"), place("trend", "b")];
  const answer = { stamp: "1.0", panels: [{ panel: "map", content: "drawn", digest: "c" }, { panel: "trend" }] };
  assert.equal(isStillOf(before, before, answer), true);
  assert.equal(isStillOf(before, [place("map", "x"), place("trend", "b")], answer), true);
  assert.equal(isStillOf(before, [place("map", "a"), place("trend", "x")], answer), false);
});
