/* Where the name of an outline may stand: points inside its largest part, the best first. Pure, but for Leaflet's types. */

/** @typedef {[number, number]} Size width and height */
/** @typedef {{ anchors: [L.LatLng, ...L.LatLng[]], size: Size }} NamedPlace size: of the largest part, in degrees */

/* Of the height of the outline, from its south; and of the widest stretch inside it there. Where many small areas lie beside
   each other (the inner districts of a city), the middle of one is often taken by the name of its neighbour. */
const HEIGHTS = [0.5, 0.38, 0.62, 0.26, 0.74, 0.14, 0.86];
const ALONG = [0.5, 0.3, 0.7];

/** @type {WeakMap<object, NamedPlace>} */
const namedPlaces = new WeakMap();

/**
 * Where the name of an outline may stand, and the size of what it names; found once.
 * @param {L.Polygon} layer
 * @returns {NamedPlace}
 */
export function placeIn(layer) {
  const known = namedPlaces.get(layer);
  if (known) return known;
  const ring = largestRing(layer);
  const bounds = L.latLngBounds(ring);
  const [, high] = sizeOf(bounds);
  const stretches = HEIGHTS.flatMap((part) => {
    const lat = bounds.getSouth() + part * high;
    const stretch = widestStretch(ring, lat);
    return stretch ? [{ lat, from: stretch[0], to: stretch[1] }] : [];
  });
  const others = ALONG.flatMap((part) => stretches.map(({ lat, from, to }) => L.latLng(lat, from + part * (to - from))));
  const [first = bounds.getCenter(), ...rest] = others;
  /** @type {NamedPlace} */
  const found = { anchors: [first, ...rest], size: sizeOf(bounds) };
  namedPlaces.set(layer, found);
  return found;
}

/**
 * The largest outer ring of a polygon or multipolygon.
 * @param {L.Polygon} layer
 * @returns {L.LatLng[]}
 */
function largestRing(layer) {
  const rings = /** @type {any[]} */ (layer.getLatLngs());
  /** @type {L.LatLng[][]} */
  const outer = Array.isArray(rings[0][0]) ? rings.map((polygon) => polygon[0]) : [rings[0]];
  return outer.sort((a, b) => extent(b) - extent(a))[0];
}

/** @param {L.LatLng[]} ring */
function extent(ring) {
  const [wide, high] = sizeOf(L.latLngBounds(ring));
  return wide * high;
}

/**
 * @param {L.LatLngBounds} bounds
 * @returns {Size} degrees
 */
const sizeOf = (bounds) => [bounds.getEast() - bounds.getWest(), bounds.getNorth() - bounds.getSouth()];

/**
 * The longest stretch inside a ring along a latitude, from west to east; null where none is.
 * @param {L.LatLng[]} ring
 * @param {number} lat
 * @returns {[number, number] | null}
 */
function widestStretch(ring, lat) {
  /** @type {number[]} */
  const crossings = [];
  ring.forEach((here, index) => {
    const next = ring[(index + 1) % ring.length];
    if (here.lat > lat === next.lat > lat) return;
    crossings.push(here.lng + ((lat - here.lat) / (next.lat - here.lat)) * (next.lng - here.lng));
  });
  crossings.sort((a, b) => a - b);
  /** @type {[number, number] | null} */
  let widest = null;
  for (let index = 0; index + 1 < crossings.length; index += 2) {
    const [from, to] = [crossings[index], crossings[index + 1]];
    if (!widest || to - from > widest[1] - widest[0]) widest = [from, to];
  }
  return widest;
}
