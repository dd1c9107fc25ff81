/* The map's own small tools: scale bar and north mark, the pointer's coordinates, measuring (measuring.js). */

/** @import { MapPanel, MapWords } from "../../payloads.js" */

import { isWall } from "../../core/document.js";
import { element, rem } from "../../core/elements.js";
import { distance } from "../coordinates/geodesy.js";
import { lengthText, roundLength } from "./measures.js";
import { addMeasuring } from "./measuring.js";

const WIDEST_REM = 8; // it grows with the type, as its words do
const DECIMALS = 5;

/**
 * Scale bar at the latitude of the map's middle, and which way is north.
 * @param {L.Map} map
 * @param {HTMLElement} corner
 */
function addScale(map, corner) {
  const north = corner.appendChild(element("div", "map-north"));
  const bar = corner.appendChild(element("div", "map-scale"));
  const draw = () => {
    const middle = map.getSize().divideBy(2);
    const widest = WIDEST_REM * rem();
    const [from, to] = [-widest / 2, widest / 2].map((x) => map.containerPointToLatLng(middle.add([x, 0])));
    const whole = distance(from, to);
    if (!(whole > 0)) return;
    const metres = roundLength(whole);
    bar.style.width = `${(widest * metres) / whole}px`;
    bar.textContent = lengthText(metres);
    bar.dataset.metres = String(metres);
  };
  map.on("moveend zoomend resize", draw);
  draw();
  return (/** @type {MapWords} */ words) => {
    north.textContent = words.north;
  };
}

/**
 * @param {L.Map} map
 * @param {HTMLElement} corner
 */
function addPointer(map, corner) {
  const place = corner.appendChild(element("div", "map-pointer"));
  map.on("mousemove", ({ latlng }) => {
    place.textContent = `${latlng.lng.toFixed(DECIMALS)}, ${latlng.lat.toFixed(DECIMALS)} WGS-84`;
  });
  map.on("mouseout", () => (place.textContent = ""));
}

/**
 * Tools of a map: `show(data)` for the JSON of the map's panel. A wall has the scale and north only.
 * @param {L.Map} map
 */
export function mapTools(map) {
  const corner = map.getContainer().appendChild(element("div", "map-tools"));
  const setters = [addScale(map, corner)];
  if (!isWall()) {
    addPointer(map, corner);
    setters.push(addMeasuring(map, corner));
  }
  return { show: (/** @type {MapPanel} */ data) => setters.forEach((setWords) => setWords(data.words)) };
}
