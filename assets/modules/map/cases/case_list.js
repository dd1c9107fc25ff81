/* The list of the cases of a cluster, on the map: as many rows as the cluster counts, page by page, reachable by keyboard.
   Texts enter as text nodes only. */

/** @import { CaseListPage, ListedCase, PointsWords } from "../../payloads.js" */

import { button, element, find } from "../../core/elements.js";
import { latestOnly } from "../../core/requests.js";
import { openCase } from "./case_card.js";
import { keepFromMap } from "../view.js";

/**
 * A row opens the card of its case.
 * @param {ListedCase} one
 */
function row({ source, id, title, status, area, time }) {
  const opening = button("", "", () => openCase(source, id));
  Object.assign(opening.dataset, { source, id });
  opening.append(
    element("span", "case-title", title),
    element("span", "case-status", status),
    element("span", "case-number", `${id} · ${area}`),
    element("span", "case-time", time),
  );
  return element("li", "", opening);
}

/**
 * The list of a map.
 * @param {L.Map} map
 */
export function caseList(map) {
  /** @type {(address: string) => Promise<CaseListPage | undefined>} */
  const ask = latestOnly();
  /** @type {HTMLElement | null} */
  let box = null;
  /** @type {HTMLElement | null} */
  let from = null;
  /** @type {Partial<PointsWords>} */
  let words = {};

  function frame() {
    const made = element("section", "case-list");
    made.setAttribute("role", "dialog");
    made.tabIndex = -1;
    made.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") close();
    });
    map.getContainer().append(made);
    keepFromMap(made);
    return made;
  }

  /** @param {string} title */
  function head(title) {
    const shut = button("", "✕", close);
    shut.title = words.close ?? "";
    shut.setAttribute("aria-label", shut.title);
    box?.setAttribute("aria-label", title);
    return element("header", "", element("h2", "", title), shut);
  }

  /**
   * @param {CaseListPage} page
   * @param {HTMLElement} list
   */
  function foot(page, list) {
    const csv = element("a", "", words.csv ?? "");
    csv.href = page.csv;
    csv.download = "cases.csv";
    csv.dataset.needs = "export";
    const footer = element("footer", "", csv);
    const { next } = page;
    const more = `${words.more} (${list.childElementCount} / ${page.n})`;
    if (next) footer.append(button("more", more, () => append(next, list)));
    return footer;
  }

  /** @param {string} sentence */
  const showInstead = (sentence) => box?.replaceChildren(head(sentence));

  /** @param {string} address */
  async function pageAt(address) {
    try {
      const page = await ask(address);
      return box ? page : undefined;
    } catch {
      showInstead(words.failed ?? "");
      return undefined;
    }
  }

  /**
   * One more page below those that are there.
   * @param {string} address
   * @param {HTMLElement} list
   */
  async function append(address, list) {
    const page = await pageAt(address);
    if (!page || !box) return;
    const rows = page.cases.map(row);
    list.append(...rows);
    find("footer", box)?.replaceWith(foot(page, list));
    if (rows.length) find("button", rows[0])?.focus({ preventScroll: false });
  }

  /**
   * Asks for the cases at an address; a `single` case opens its card at once.
   * @param {string} address
   * @param {HTMLElement} button that gets the focus back
   * @param {boolean} single
   */
  async function open(address, button, single) {
    from?.removeAttribute("aria-expanded");
    from = button;
    from.setAttribute("aria-expanded", "true");
    box ??= frame();
    showInstead(words.asking ?? "");
    box.focus({ preventScroll: true });
    const page = await pageAt(address);
    if (!page || !box) return;
    const list = element("ol", "", ...page.cases.map(row));
    box.replaceChildren(head(page.title), list, foot(page, list));
    find("button", list)?.focus({ preventScroll: true });
    if (single && page.cases.length) openCase(page.cases[0].source, page.cases[0].id);
  }

  function close() {
    if (!box) return;
    box.remove();
    box = null;
    from?.removeAttribute("aria-expanded");
    if (from?.isConnected) from.focus({ preventScroll: true });
    from = null;
  }

  const setWords = (/** @type {Partial<PointsWords>} */ next) => void (words = next);
  return { open, close, setWords };
}
