/* A person who is there is told once a minute, and only where somebody is signed in. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { isDue, startPresence } from "../../assets/modules/core/visitor/presence.js";

test("what a person does is told again after a minute", () => {
  assert.equal(isDue(59_999, 0), false);
  assert.equal(isDue(60_000, 0), true);
});

test("where nobody is signed in nothing is listened for", () => {
  const listened = mock.fn();
  for (const visitor of ["local", "other", "account"]) {
    globalThis.document = { documentElement: { dataset: { visitor } }, addEventListener: listened };
    startPresence();
    assert.equal(listened.mock.callCount() > 0, visitor === "account");
  }
});
