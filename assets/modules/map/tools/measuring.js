/* Measuring of distances and areas: points clicked one after the other; the first clicked again, or the last, ends the
   figure. While measuring the map is paper to draw on. */

/** @import { MapWords } from "../../payloads.js" */

import { around, element } from "../../core/elements.js";
import { hasModifier, isTyping } from "../../core/keyboard.js";
import { fill } from "../../core/sentences.js";
import { area, distance } from "../coordinates/geodesy.js";
import { areaText, lengthText } from "./measures.js";
import { paneAt } from "../view.js";

const NEAR = 12; // pixels

/**
 * The button of a map; returns a function that sets its words.
 * @param {L.Map} map
 * @param {HTMLElement} corner
 */
export function addMeasuring(map, corner) {
  const container = map.getContainer();
  const button = corner.appendChild(element("button", "map-measure", "⟷"));
  const result = corner.appendChild(element("div", "map-measured"));
  button.type = "button";
  button.setAttribute("aria-pressed", "false");
  result.setAttribute("role", "status");
  paneAt(map, "measure", 620);
  const drawing = L.layerGroup();
  const style = { pane: "measure", interactive: false, className: "measure-line" };
  const line = L.polygon([], { ...style, fill: true }).addTo(drawing);
  /** @type {Pick<MapWords, "measure_hint" | "distance" | "area">} */
  let words = { measure_hint: "", distance: "{value}", area: "{value}" };
  /** @type {L.LatLng[]} */
  let points = [];
  let on = false;
  let ended = false;

  function write() {
    if (!on || points.length < 2) return void (result.textContent = on ? words.measure_hint : "");
    const metres = points.slice(1).reduce((sum, to, place) => sum + distance(points[place], to), 0);
    const texts = [fill(words.distance, { value: lengthText(metres) })];
    const square = points.length > 2 ? area(points) : null;
    if (square !== null) texts.push(fill(words.area, { value: areaText(square) }));
    result.textContent = texts.join(" · ");
    Object.assign(result.dataset, { metres, square: square ?? "" });
  }

  /** @param {boolean} next */
  function turn(next) {
    on = next;
    points = [];
    ended = false;
    line.setLatLngs([]);
    if (on) drawing.addTo(map);
    else drawing.remove();
    button.setAttribute("aria-pressed", String(on));
    container.classList.toggle("measuring", on);
    write();
  }

  /**
   * @param {L.LatLng} point
   * @param {L.LatLng} other
   */
  const isNear = (point, other) =>
    map.latLngToContainerPoint(point).distanceTo(map.latLngToContainerPoint(other)) < NEAR;

  /**
   * Before any outline or layer gets the click.
   * @param {MouseEvent} event
   */
  function click(event) {
    const isControl = corner.contains(/** @type {Node} */ (event.target)) || around(event, "a, button, .leaflet-control");
    if (!on || isControl) return;
    event.stopPropagation();
    event.preventDefault();
    const point = map.mouseEventToLatLng(event);
    if (ended) [points, ended] = [[], false];
    if (points.length && (isNear(point, points[0]) || isNear(point, points[points.length - 1]))) ended = points.length > 1;
    else points.push(point);
    line.setLatLngs(points);
    write();
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (isTyping(event) || hasModifier(event) || !container.isConnected) return;
    const stops = on && event.key === "Escape";
    if (!stops && event.key !== "m" && event.key !== "M") return;
    event.stopImmediatePropagation();
    turn(stops ? false : !on);
  }

  container.addEventListener("click", click, true);
  container.addEventListener("dblclick", (event) => on && event.stopPropagation(), true);
  L.DomEvent.disableClickPropagation(button);
  button.addEventListener("click", () => turn(!on));
  document.addEventListener("keydown", press, true);
  return (/** @type {MapWords} */ next) => {
    words = next;
    button.title = next.measure;
    button.setAttribute("aria-label", next.measure);
    write();
  };
}
