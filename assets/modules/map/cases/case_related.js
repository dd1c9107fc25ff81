/* What is related to a case, and a small map of its place: asked for once the section comes into sight, so that the card
   opens as quickly as without. It stays as it is while the same case is shown. Texts enter as text nodes. */

/** @import { CaseCard, CaseRelated, RelatedGroup, RelatedRow } from "../../payloads.js" */

import { button, element } from "../../core/elements.js";
import { fetchJson } from "../../core/requests.js";
import { outlines } from "../outlines.js";
import { placeDrawing } from "./case_place.js";

/** @typedef {(source: string, number: string) => void} Open */

/** @type {{ key: string, section: HTMLElement } | null} */
let shown = null;

/**
 * The section of a case; the one that stands there already where it is the same.
 * @param {CaseCard} data
 * @param {string} address where it is asked for
 * @param {Open} open
 */
export function relatedSection(data, address, open) {
  const key = `${data.id} ${window.location.search}`;
  if (shown?.key === key) return shown.section;
  const section = element("section", "event-related", element("h3", "", data.words.related));
  shown = { key, section };
  const sight = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    sight.disconnect();
    fill(section, data, address, open);
  });
  sight.observe(section);
  return section;
}

/**
 * @param {HTMLElement} section
 * @param {CaseCard} data
 * @param {string} address
 * @param {Open} open
 */
async function fill(section, data, address, open) {
  section.setAttribute("aria-busy", "true");
  try {
    const around = data.point ? outlines(data.around).catch(() => null) : null;
    /** @type {CaseRelated} */
    const found = await fetchJson(address);
    const groups = found.groups.map((group) => groupOf(group, open));
    const none = groups.length ? [] : [element("p", "quiet", data.words.none_related)];
    section.append(...groups, ...none);
    const drawing = data.point && (await around);
    if (data.point && drawing) section.prepend(placeDrawing(drawing, data.point, found, data.words.place));
  } catch {
    shown = null; // the next card asks again
  }
  section.setAttribute("aria-busy", "false");
}

/**
 * How many there are; opened, the newest of them.
 * @param {RelatedGroup} group
 * @param {Open} open
 */
function groupOf({ relation, title, n, note, rows }, open) {
  const summary = element("summary", "", title);
  const list = element("ol", "", ...rows.map((row) => rowOf(row, open)));
  const group = n ? element("details", "related-group", summary, element("p", "quiet", note), list) : element("p", "quiet", title);
  group.dataset.relation = relation;
  group.dataset.n = String(n);
  return group;
}

/**
 * @param {RelatedRow} row
 * @param {Open} open
 */
function rowOf({ source, id, title, place, status, time }, open) {
  const opening = button("related-row", "", () => open(source, id));
  opening.dataset.related = `${source}/${id}`;
  const texts = [title || id, title ? id : "", place, status, time].filter(Boolean);
  opening.append(...texts.map((text) => element("span", "", text)));
  return element("li", "", opening);
}
