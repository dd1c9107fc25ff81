/* Where names stand on the map: inside their area, and elsewhere in it where the middle is taken. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { placeIn } from "../../assets/modules/map/label_anchors.js";

/* As much of Leaflet as the module asks for. */
globalThis.L = {
  latLng: (lat, lng) => ({ lat, lng }),
  latLngBounds: (ring) => {
    const [lats, lngs] = [ring.map(({ lat }) => lat), ring.map(({ lng }) => lng)];
    const [south, north, west, east] = [Math.min(...lats), Math.max(...lats), Math.min(...lngs), Math.max(...lngs)];
    return {
      getSouth: () => south,
      getNorth: () => north,
      getWest: () => west,
      getEast: () => east,
      getCenter: () => ({ lat: (south + north) / 2, lng: (west + east) / 2 }),
    };
  },
};

const outline = (...rings) => ({ getLatLngs: () => rings.map((ring) => ring.map(([lat, lng]) => ({ lat, lng }))) });
const square = [[0, 0], [0, 10], [10, 10], [10, 0]];

test("a name stands first in the middle, then at other places of its area", () => {
  const { anchors, size } = placeIn(outline(square));
  assert.deepEqual(anchors[0], { lat: 5, lng: 5 });
  assert.deepEqual(size, [10, 10]);
  assert.ok(anchors.length > 9);
  assert.equal(new Set(anchors.map(({ lat, lng }) => `${lat},${lng}`)).size, anchors.length);
  for (const { lat, lng } of anchors) assert.ok(lat > 0 && lat < 10 && lng > 0 && lng < 10);
});

test("a name stands in the wider arm of an area that is open to one side, never between its arms", () => {
  const horseshoe = [[0, 0], [0, 12], [10, 12], [10, 9], [2, 9], [2, 3], [10, 3], [10, 0]];
  const { anchors } = placeIn(outline(horseshoe));
  for (const { lat, lng } of anchors) assert.ok(lat < 2 || lng <= 3 || lng >= 9, `${lat}, ${lng}`);
});
