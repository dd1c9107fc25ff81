/* Numbers and moments in the browser: the same texts as Python's dashboard.words (reader_formats.json, tested there too). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decimal, whole } from "../../assets/modules/core/numbers.js";
import { dateAndTime } from "../../assets/modules/core/zoned_time.js";

const table = JSON.parse(readFileSync(new URL("reader_formats.json", import.meta.url), "utf8"));

test("whole numbers are written as Python writes them", () => {
  for (const [value, text] of table.whole) assert.equal(whole(value), text);
});

test("decimals are rounded and written as Python does", () => {
  for (const [value, decimals, text] of table.decimal) assert.equal(decimal(value, decimals), text);
});

test("moments are written as Python writes them", () => {
  for (const [moment, zone, text] of table.date_and_time) assert.equal(dateAndTime(Date.parse(moment), zone), text);
});
