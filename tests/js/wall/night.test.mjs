/* A wall at night: the hours in the zone of the city, and the places of a picture that moves. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { darkness, isNight, shift } from "../../../assets/modules/wall/night.js";

const SETTINGS = { zone: "Asia/Shanghai", dim_from: "22:30", dim_until: "06:00", dim_percent: 30, shift_pixels: 2, shift_minutes: 10 };
const at = (time) => Date.parse(`2026-11-20T${time}+08:00`);

test("the night goes over midnight, in the zone of the city, and ends with its last minute", () => {
  const night = ["22:30:00", "23:59:59", "00:00:00", "05:59:59"];
  assert.deepEqual(night.map((time) => isNight(at(time), SETTINGS)), [true, true, true, true]);
  assert.deepEqual(["22:29:59", "06:00:00", "12:00:00"].map((time) => isNight(at(time), SETTINGS)), [false, false, false]);
  assert.equal(isNight(at("23:00:00"), { ...SETTINGS, zone: "Europe/Berlin" }), false, "it is four in the afternoon there");
});

test("within one day, and not at all where both ends are the same", () => {
  const short = { ...SETTINGS, dim_from: "01:00", dim_until: "05:00" };
  assert.deepEqual(["00:59:00", "01:00:00", "04:59:00", "05:00:00"].map((time) => isNight(at(time), short)), [false, true, true, false]);
  assert.equal(isNight(at("22:30:00"), { ...SETTINGS, dim_until: "22:30" }), false);
});

test("only the night is darker", () => {
  assert.deepEqual([darkness(at("23:00:00"), SETTINGS), darkness(at("12:00:00"), SETTINGS)], [0.3, 0]);
});

test("the picture stands for the minutes given, comes to nine places and never goes further than the pixels given", () => {
  const begin = at("00:00:00");
  const seen = Array.from({ length: 18 }, (_, turn) => String(shift(begin + turn * 600_000, SETTINGS)));
  assert.equal(new Set(seen).size, 9);
  assert.ok(seen.every((place) => place.split(",").every((pixels) => Math.abs(Number(pixels)) <= 2)));
  assert.deepEqual(shift(begin, SETTINGS), shift(begin + 599_999, SETTINGS));
  const still = Array.from({ length: 9 }, (_, turn) => shift(begin + turn * 600_000, { ...SETTINGS, shift_pixels: 0 }));
  assert.ok(still.flat().every((pixels) => Math.abs(pixels) === 0));
});
