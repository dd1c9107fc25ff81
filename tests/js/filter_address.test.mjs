/* What clicks make of an address: the same as on the server (filter_addresses.json, tested there too). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { filteredSearch } from "../../assets/modules/core/filtering/filter_address.js";

const table = JSON.parse(readFileSync(new URL("filter_addresses.json", import.meta.url), "utf8"));
const ORDER = ["area", "kpi", "where", "category", "theme"];

test("clicks change the address as the server would", () => {
  for (const [search, mode, condition, also, expected] of table) {
    assert.equal(filteredSearch(search, { condition, mode, also }, ORDER), expected, `${mode} ${condition} on ${search}`);
  }
});

test("a parameter that the server does not know stays, behind the others", () => {
  const step = { condition: "channel=app", mode: "alone" };
  assert.equal(filteredSearch("?token=1&area=E", step, ORDER), "?area=E&where=channel=app&token=1");
});
