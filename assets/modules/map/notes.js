/* The marks of notes, one for each place: their words beside the pointer and, on a wall, beside the mark; a click or Enter
   leads to them. */

/** @import { MapPanel, NoteMark } from "../payloads.js" */
/** @import { Hover } from "./hover.js" */

import { isWall } from "../core/document.js";
import { element } from "../core/elements.js";
import { go } from "../core/navigation.js";
import { paneAt } from "./view.js";

const HEIGHT = 640; // above layers and measures, below what opens
const WRITTEN_OUT = 3; // on a wall, so many marks with their words
const LONGEST = 40; // characters of these

/** @param {string} text */
const cut = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/**
 * @param {L.Map} map
 * @param {Hover} hover
 */
export function mapNotes(map, hover) {
  paneAt(map, "notes", HEIGHT);
  const layer = L.layerGroup().addTo(map);
  let drawn = "[]";

  /**
   * @param {NoteMark} note
   * @param {number} index
   */
  function add({ lat, lon, lines, label, href }, index) {
    const sign = element("span", "note-sign", lines.length > 1 ? String(lines.length) : "✎");
    const html = element("span", "note-pin", sign);
    if (isWall() && index < WRITTEN_OUT) html.append(element("span", "note-words", cut(lines[0])));
    const icon = L.divIcon({ className: "note-mark", html, iconSize: undefined });
    const mark = L.marker([lat, lon], { icon, pane: "notes", keyboard: Boolean(href) });
    mark.on("mouseover", ({ originalEvent }) => hover.show(originalEvent, () => lines));
    mark.on("mouseout", hover.hide);
    mark.on("click keypress", (event) => {
      const { originalEvent } = /** @type {L.LeafletKeyboardEvent} */ (event);
      if (event.type === "keypress" && originalEvent.key !== "Enter") return;
      L.DomEvent.stop(/** @type {Event} */ (originalEvent));
      if (href) go(href);
    });
    layer.addLayer(mark);
    const place = mark.getElement();
    place?.setAttribute("role", href ? "link" : "img");
    place?.setAttribute("aria-label", label);
  }

  /** @param {MapPanel} data */
  function show({ notes }) {
    const wanted = JSON.stringify(notes);
    if (wanted === drawn) return;
    drawn = wanted;
    layer.clearLayers();
    notes.forEach(add);
  }

  return { show };
}
