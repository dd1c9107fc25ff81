/* The form by which a link is made that opens the screen shown without an account, for some time. */

/** @import { ShareForm } from "../payloads.js" */

import { button, element } from "../core/elements.js";
import { fill } from "../core/sentences.js";
import { watchJson } from "../core/watch.js";
import { dateAndTime } from "../core/zoned_time.js";
import { Refusal, makeShare } from "./keeping.js";

/**
 * The link that was made, to be copied, and until when it opens.
 * @param {{ link: string, until: string }} made
 * @param {ShareForm} settings
 */
function shown({ link, until }, { zone, words }) {
  const field = element("input");
  Object.assign(field, { type: "text", readOnly: true, value: new URL(link, location.origin).href });
  field.addEventListener("focus", () => field.select());
  const copy = button("", words.copy, () => {});
  Object.assign(copy.dataset, { copy: link, copied: words.copied });
  const said = fill(words.made, { time: dateAndTime(Date.parse(until), zone) });
  return [element("label", "", element("span", "", words.link), field), copy, element("p", "quiet", said)];
}

/**
 * @param {ShareForm} settings
 * @param {HTMLElement} place
 */
function build(settings, place) {
  const { address, times, words } = settings;
  const lasts = element("select");
  lasts.append(...times.map(({ hours, name }) => new Option(name, String(hours))));
  const answer = element("div", "share-answer");
  answer.setAttribute("role", "status");
  const label = element("label", "", element("span", "", words.lasts), lasts);
  const form = element("form", "", label, element("button", "", words.make), answer);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      answer.replaceChildren(...shown(await makeShare(address, Number(lasts.value)), settings));
    } catch (error) {
      answer.replaceChildren((error instanceof Refusal && error.message) || words.failed);
    }
  });
  place.replaceChildren(form);
}

export const startShareForm = () => watchJson("data-share-form", build);
