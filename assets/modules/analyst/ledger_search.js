/* The search of the ledger: Enter goes to the address with what was typed, an empty field to the one without. */

import { element } from "../core/elements.js";
import { go } from "../core/navigation.js";
import { watch } from "../core/watch.js";

const PLACE = "FIND";
const LONGEST = 100;

/** @param {HTMLElement} place */
function build(place) {
  const input = element("input");
  input.type = "search";
  input.maxLength = LONGEST;
  input.value = place.dataset.value ?? "";
  input.placeholder = place.dataset.label ?? "";
  input.setAttribute("aria-label", input.placeholder);
  input.addEventListener("change", () => {
    const typed = input.value.trim();
    const address = place.dataset.ledgerSearch ?? "";
    go(typed ? address.replace(`find=${PLACE}`, `find=${encodeURIComponent(typed)}`) : (place.dataset.without ?? ""));
  });
  place.replaceChildren(input);
}

export const startLedgerSearch = () => watch("data-ledger-search", build);
