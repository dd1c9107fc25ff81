/* What people wrote about a case, in clear: asked for with a reason, by those who may. */

/** @import { CaseCard, CaseInClear, CaseUnmask } from "../../payloads.js" */

import { button, element, find } from "../../core/elements.js";
import { postJson } from "../../core/requests.js";

/* The section of the case shown last: what was typed or opened stays while the card is written anew. */
/** @type {{ id: string, section: HTMLElement | null }} */
let kept = { id: "", section: null };

/**
 * @param {CaseCard} data
 * @param {string} address of the request
 */
export function unmaskSection(data, address) {
  if (!data.unmask) return null;
  if (kept.id === data.id && kept.section) return kept.section;
  const section = element("section", "unmask");
  kept = { id: data.id, section };
  offer(section, data.unmask, address);
  return section;
}

/* What was opened is gone with the card. */
export function forgetUnmasked() {
  kept = { id: "", section: null };
}

/** @param {HTMLElement} frame whether somebody writes a reason in it */
export const isUnmasking = (frame) => Boolean(find(".unmask", frame)?.contains(document.activeElement));

/**
 * @param {HTMLElement} section
 * @param {CaseUnmask} given
 * @param {string} address
 */
function offer(section, given, address) {
  const open = button("unmask-open", given.words.open, () => askReason(section, given, address));
  section.replaceChildren(open);
}

/**
 * @param {HTMLElement} section
 * @param {CaseUnmask} given
 * @param {string} address
 */
function askReason(section, given, address) {
  const { words, longest } = given;
  const reason = element("input");
  Object.assign(reason, { name: "reason", autocomplete: "off", maxLength: longest, required: true });
  const said = element("p", "unmask-said");
  said.setAttribute("role", "alert");
  const back = button("", words.cancel, () => {
    offer(section, given, address);
    /** @type {HTMLElement | null} */ (section.firstElementChild)?.focus();
  });
  const label = element("label", "", element("span", "", words.reason), reason);
  const send = element("button", "", words.show);
  const form = element("form", "", label, send, back, said);
  form.noValidate = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      show(section, given, await postJson(address, { reason: reason.value }, {}));
    } catch (failure) {
      said.textContent = (failure instanceof Error && String(failure.cause ?? "")) || words.failed;
    }
  });
  section.replaceChildren(element("p", "quiet", words.recorded), form);
  section.scrollIntoView({ block: "nearest" });
  reason.focus();
}

/**
 * @param {HTMLElement} section
 * @param {CaseUnmask} given
 * @param {CaseInClear} answer
 */
function show(section, { words }, { texts }) {
  const list = element("dl", "event-facts");
  for (const { name, text } of texts) list.append(element("dt", "", name), element("dd", "", text));
  const heading = element("h3", "", words.in_clear);
  heading.tabIndex = -1;
  section.replaceChildren(heading, list);
  section.scrollIntoView({ block: "nearest" });
  heading.focus();
}
