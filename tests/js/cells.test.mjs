/* Cells: unpacking a tile, finding an area, painting its pixels, and which level is shown. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { NOWHERE, SIDE, TILE, intervals, paint, rowOf, unpack } from "../../assets/modules/map/cells/cell_paint.js";
import { borderLevel, deepestLevel } from "../../assets/modules/map/cells/levels.js";

/* A tile whose west half is area 3 and whose east half is area 7; one byte a pixel. */
function halves() {
  const buffer = new ArrayBuffer(4 + 8 + SIDE * SIDE);
  new Uint32Array(buffer, 0, 3).set([2, 3, 7]);
  const index = new Uint8Array(buffer, 12);
  for (let place = 0; place < index.length; place += 1) index[place] = place % SIDE < TILE / 2 ? 0 : 1;
  return unpack(buffer);
}

const LEVEL = { first: Int32Array.of(2, 5), last: Int32Array.of(4, 9) };
const palette = (...plain) => ({ plain: Uint32Array.from(plain), stripe: Uint32Array.from(plain, (one) => one + 100) });
const view = (chosen) => ({
  level: LEVEL, lines: LEVEL, shade: Uint8Array.of(0, 1), none: 2, chosen, line: 99,
  colours: palette(10, 11, 12), dimmed: palette(20, 21, 22),
});

test("gaps and lengths become ascending intervals", () => {
  const level = intervals(Uint32Array.of(2, 2, 1, 2, 4).buffer);
  assert.deepEqual([...level.first], [2, 5]);
  assert.deepEqual([...level.last], [4, 9]);
});

test("an area is found by its number, and nothing between or beyond the intervals", () => {
  const level = { first: Int32Array.of(2, 8), last: Int32Array.of(4, 9) };
  assert.deepEqual([1, 2, 4, 5, 7, 8, 9, 10].map((number) => rowOf(level, number)), [NOWHERE, 0, 0, NOWHERE, NOWHERE, 1, 1, NOWHERE]);
});

test("each half has the colour of its class, a stripe every eighth pixel, a border between them", () => {
  const pixels = new Uint32Array(TILE * TILE);
  paint(pixels, halves(), view([2, 9]));
  const row = [...pixels.subarray(0, TILE)];
  assert.deepEqual([row[1], row[8], row[TILE / 2 - 1], row[TILE / 2 + 1]], [10, 110, 99, 11]);
});

test("what lies outside the area shown is dimmed", () => {
  const pixels = new Uint32Array(TILE * TILE);
  paint(pixels, halves(), view([5, 9]));
  assert.deepEqual([pixels[1], pixels[TILE - 1 - 2]], [20, 11]);
});

test("a wider view shows higher levels, and borders where they can be told apart", () => {
  const metres = [60000, 9000, 1200, 150];
  assert.equal(deepestLevel(metres, 1, 90, 100), 1);
  assert.equal(deepestLevel(metres, 1, 90, 10), 2);
  assert.equal(deepestLevel(metres, 1, 90, 1), 3);
  assert.equal(borderLevel({ metres }, 3, 100), 2);
  assert.equal(borderLevel({ metres }, 3, 1), 3);
});
