/* Tiles at hand: asked for once, the oldest given up, one that nobody wants any more not waited for. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { release, tileAt } from "../../assets/modules/map/cells/tile_cache.js";
import { SIDE } from "../../assets/modules/map/cells/cell_paint.js";
import { extentOf } from "../../assets/modules/map/outlines.js";

const asked = [];
globalThis.fetch = (address, { signal }) => {
  asked.push(address);
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    if (!address.includes("slow")) resolve({ ok: true, arrayBuffer: async () => tile() });
  });
};

function tile() {
  const buffer = new ArrayBuffer(8 + SIDE * SIDE);
  new DataView(buffer).setUint32(0, 1, true);
  return buffer;
}

test("a tile is asked for once and is then at hand, with what was found for it", async () => {
  const first = await tileAt("/a");
  assert.equal(await tileAt("/a"), first);
  release("/a");
  release("/a");
  assert.equal(await tileAt("/a"), first);
  assert.deepEqual(asked, ["/a"]);
});

test("a tile that is still wanted elsewhere is waited for, one that nobody wants is not", async () => {
  const coming = tileAt("/slow");
  const again = tileAt("/slow");
  release("/slow");
  assert.equal(again, coming);
  assert.equal(asked.filter((address) => address === "/slow").length, 1);
  release("/slow");
  await assert.rejects(coming, { name: "AbortError" });
  const anew = tileAt("/slow");
  assert.equal(asked.filter((address) => address === "/slow").length, 2);
  release("/slow");
  await assert.rejects(anew);
});

test("the tiles used last stay, the oldest go", async () => {
  await tileAt("/old");
  for (let number = 0; number < 96; number += 1) {
    await tileAt(`/${number}`);
    if (number === 50) await tileAt("/a");
  }
  const before = asked.length;
  await tileAt("/a");
  assert.equal(asked.length, before);
  await tileAt("/old");
  assert.equal(asked.length, before + 1);
});

test("the extent of outlines, whatever their kind", () => {
  const polygon = { type: "Polygon", coordinates: [[[113, 34], [114, 34], [114, 35], [113, 34]]] };
  const parts = { type: "MultiPolygon", coordinates: [[[[112.5, 34.2], [112.6, 34.2], [112.6, 34.3], [112.5, 34.2]]]] };
  const features = [polygon, parts].map((geometry) => ({ type: "Feature", properties: {}, geometry }));
  assert.deepEqual(extentOf({ type: "FeatureCollection", features }), [112.5, 34, 114, 35]);
  assert.equal(extentOf({ type: "FeatureCollection", features: [] }), null);
});
