/* Hot and repeat spots on the map: when they are asked for anew, and what is said while and after they cannot be had. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchJson } from "../../assets/modules/core/requests.js";
import { canStay } from "../../assets/modules/map/layers/spots_layer.js";

const address = (search, stamp) => `/api/v1/map/hot_spots?path=%2F&search=${search}&stamp=${stamp}&lang=en`;

test("a minute passes before the same hot spots are asked for again, another question is asked at once", () => {
  const drawn = address("%3Farea%3D1", "0.1700000000");
  assert.equal(canStay(drawn, address("%3Farea%3D1", "0.1700000059")), true);
  assert.equal(canStay(drawn, address("%3Farea%3D1", "0.1700000060")), false);
  assert.equal(canStay(drawn, address("%3Farea%3D1", "0.1699999000")), false);
  assert.equal(canStay(drawn, address("%3Farea%3D2", "0.1700000001")), false);
  assert.equal(canStay(drawn, address("%3Farea%3D1", "0.1700000001.known")), false);
  assert.equal(canStay("", drawn), false);
});

test("a failure carries the sentence of the answer, if it has one", async () => {
  const answers = [{ json: async () => ({ sentence: "Ask later." }) }, { json: () => Promise.reject(new Error("no JSON")) }];
  globalThis.fetch = async () => ({ ok: false, status: 503, ...answers.shift() });
  await assert.rejects(fetchJson("/a?b"), { message: "/a: 503", cause: "Ask later." });
  await assert.rejects(fetchJson("/a?b"), { message: "/a: 503", cause: "" });
});
