/* A small map of the place of a case: outlines around it, the circle that counts as the same spot, and the cases in it. */

/** @import { FeatureCollection } from "geojson" */
/** @import { CaseRelated } from "../../payloads.js" */

const [WIDTH, HEIGHT] = [640, 280]; // metres
const METRES_A_DEGREE = 111_320; // of latitude; here on a few hundred metres
const [OWN, OTHER] = [9, 6]; // metres

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function svgElement(name, attributes) {
  const made = L.SVG.create(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/**
 * @param {FeatureCollection} collection
 * @param {[number, number]} point longitude, latitude
 * @param {CaseRelated} related
 * @param {string} name
 */
export function placeDrawing(collection, point, { groups, metres }, name) {
  const across = METRES_A_DEGREE * Math.cos((point[1] * Math.PI) / 180);
  /** @type {(place: number[]) => [number, number]} metres from the upper left corner */
  const at = ([lon, lat]) => [WIDTH / 2 + (lon - point[0]) * across, HEIGHT / 2 - (lat - point[1]) * METRES_A_DEGREE];
  const svg = svgElement("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "place-map", role: "img" });
  svg.setAttribute("aria-label", name);
  for (const { geometry } of collection.features) {
    if ("coordinates" in geometry) svg.append(svgElement("path", { d: pathOf(geometry.coordinates, at), class: "place-area" }));
  }
  const [x, y] = [WIDTH / 2, HEIGHT / 2];
  svg.append(svgElement("circle", { cx: x, cy: y, r: metres, class: "place-reach" }));
  const spot = groups.find(({ relation }) => relation === "spot")?.rows ?? [];
  for (const { point: place } of spot) {
    if (!place) continue;
    const [cx, cy] = at(place);
    svg.append(svgElement("circle", { cx, cy, r: OTHER, class: "place-other" }));
  }
  svg.append(svgElement("circle", { cx: x, cy: y, r: OWN, class: "place-own" }));
  return svg;
}

/**
 * @param {any} part nested lists of positions
 * @param {(place: number[]) => [number, number]} at
 * @returns {string}
 */
function pathOf(part, at) {
  if (typeof part[0][0] !== "number") return part.map((/** @type {any} */ inner) => pathOf(inner, at)).join("");
  const places = part.map((/** @type {number[]} */ place) => at(place).map(Math.floor).join(","));
  return `M${places.join("L")}Z`;
}
