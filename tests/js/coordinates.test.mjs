/* Coordinates in the browser: the same numbers as Python's geodata.coordinates (coordinates.json, written from there). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fromGcj02, toGcj02 } from "../../assets/modules/map/coordinates/gcj02.js";
import { area, distance } from "../../assets/modules/map/coordinates/geodesy.js";

const points = JSON.parse(readFileSync(new URL("coordinates.json", import.meta.url), "utf8"));
const close = ([x, y], [u, v]) => Math.hypot(x - u, y - v) < 1e-11;

test("GCJ-02 of a grid of points, in China and outside, is Python's", () => {
  assert.equal(points.length, 48);
  for (const { wgs84, gcj02 } of points) assert.ok(close(toGcj02(...wgs84), gcj02), String(wgs84));
});

test("WGS-84 comes back from GCJ-02", () => {
  for (const { wgs84, back } of points) assert.ok(close(fromGcj02(...wgs84), back), String(wgs84));
});

test("a degree along the equator and a square of a hundredth of a degree have their length and size", () => {
  assert.ok(Math.abs(distance({ lng: 0, lat: 0 }, { lng: 1, lat: 0 }) - 111319.491) < 0.001);
  const ring = [[0, 0], [0.01, 0], [0.01, 0.01], [0, 0.01]].map(([lng, lat]) => ({ lng, lat }));
  assert.ok(Math.abs(area(ring) - 1230907.2) < 5);
});
