/* Choosing a point: what is open steps aside, and the next click on the map says where; Escape gives up. */

import { around, element } from "../../core/elements.js";

/** @type {((hint: string) => Promise<L.LatLng | null>) | null} */
let chooseOnMap = null;

/** Whether there is a map to choose on. */
export const canChoose = () => chooseOnMap !== null;

/**
 * The point that is clicked next, or null.
 * @param {string} hint what stands on the map meanwhile
 */
export const choosePoint = async (hint) => (await chooseOnMap?.(hint)) ?? null;

/** @param {L.Map} map */
export function addPointChoice(map) {
  const container = map.getContainer();
  const words = element("div", "map-notice point-hint");
  words.setAttribute("role", "status");
  /** @type {((point: L.LatLng | null) => void) | null} */
  let answer = null;

  /** @param {L.LatLng | null} point */
  function end(point) {
    const given = answer;
    answer = null;
    words.remove();
    delete document.documentElement.dataset.choosing;
    given?.(point);
  }

  /** @param {MouseEvent} event */
  function click(event) {
    if (!answer || around(event, "a, button, .leaflet-control")) return;
    event.stopPropagation();
    event.preventDefault();
    end(map.mouseEventToLatLng(event).wrap());
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (!answer || event.key !== "Escape") return;
    event.stopImmediatePropagation();
    end(null);
  }

  chooseOnMap = (hint) => {
    end(null);
    words.textContent = hint;
    container.append(words);
    document.documentElement.dataset.choosing = "point";
    container.scrollIntoView({ block: "nearest" });
    return new Promise((done) => (answer = done));
  };
  container.addEventListener("click", click, true);
  document.addEventListener("keydown", press, true);
  map.on("unload", () => {
    end(null);
    document.removeEventListener("keydown", press, true);
  });
}
