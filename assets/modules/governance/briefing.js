/* The page of briefings: pictures of their pages, and buttons that make files of them. */

/** @import { BriefingFiles } from "../payloads.js" */

import { button, element, find, setText } from "../core/elements.js";
import { decimal } from "../core/numbers.js";
import { watch, watchJson } from "../core/watch.js";

/** @type {WeakMap<HTMLElement, string>} what each place shows already */
const shown = new WeakMap();

/**
 * The sentence of a refusal, or another one where there is none.
 * @param {Response | null} answer
 * @param {string} otherwise
 * @returns {Promise<string>}
 */
async function refusal(answer, otherwise) {
  const said = await answer?.json().catch(() => null);
  return said?.sentence ?? otherwise;
}

/**
 * @param {string} address
 * @param {number} number
 */
const addressOf = (address, number) => address.replace("/pages/?", `/pages/${number}?`);

/**
 * @param {HTMLElement} place
 * @param {number} number
 * @param {number} of
 */
function picture(place, number, of) {
  const words = place.closest("[data-alt]")?.getAttribute("data-alt") ?? "";
  const alt = words.replace("{n}", String(number)).replace("{m}", String(of));
  return Object.assign(element("img", "briefing-sheet"), { alt });
}

/**
 * All pages are asked for at once: whoever prints wants them all, and the server has typeset them together.
 * @param {HTMLElement} place
 */
async function showPages(place) {
  const address = place.dataset.briefingPages ?? "";
  if (shown.get(place) === address) return;
  shown.set(place, address);
  place.setAttribute("aria-busy", "true");
  place.dataset.coming = "true";
  if (!find("img", place)) place.replaceChildren(element("p", "empty", place.dataset.making ?? ""));
  const answer = await fetch(addressOf(address, 1)).catch(() => null);
  if (shown.get(place) !== address) return;
  if (!answer?.ok) {
    place.replaceChildren(element("p", "empty", await refusal(answer, place.dataset.failed ?? "")));
  } else {
    // The pictures are asked for by their own addresses: the browser may ask for one again when it prints.
    const of = Number(answer.headers.get("Yiping-Pages"));
    await answer.body?.cancel();
    const pictures = Array.from({ length: of }, (_, at) => {
      const made = picture(place, at + 1, of);
      made.src = addressOf(address, at + 1);
      return made;
    });
    place.replaceChildren(...pictures);
    place.removeAttribute("aria-busy");
    await Promise.allSettled(pictures.map((one) => one.decode()));
    if (shown.get(place) !== address) return;
  }
  place.removeAttribute("aria-busy");
  delete place.dataset.coming;
}

/**
 * The name under which the server sends a file.
 * @param {Response} answer
 */
function nameOf(answer) {
  const told = answer.headers.get("Content-Disposition") ?? "";
  const exact = /filename\*=UTF-8''([^;]+)/.exec(told)?.[1];
  return exact ? decodeURIComponent(exact) : (/filename="([^"]+)"/.exec(told)?.[1] ?? "briefing");
}

/**
 * @param {BriefingFiles} settings
 * @param {string} format
 * @param {HTMLElement} said
 */
async function make(settings, format, said) {
  const began = performance.now();
  setText(said, settings.words.making);
  const body = JSON.stringify({ ...settings.asked, format });
  const headers = { "Content-Type": "application/json" };
  const address = `/api/v1/briefings?lang=${document.documentElement.lang}`;
  const answer = await fetch(address, { method: "POST", body, headers }).catch(() => null);
  if (!answer?.ok) {
    setText(said, await refusal(answer, settings.words.failed));
    return;
  }
  const file = URL.createObjectURL(await answer.blob());
  Object.assign(element("a"), { href: file, download: nameOf(answer) }).click();
  setTimeout(() => URL.revokeObjectURL(file), 60_000);
  setText(said, settings.words.made.replace("{seconds}", decimal((performance.now() - began) / 1000, 1)));
}

/**
 * @param {BriefingFiles} settings
 * @param {HTMLElement} place
 */
function showFiles(settings, place) {
  const written = JSON.stringify(settings);
  if (shown.get(place) === written) return;
  shown.set(place, written);
  const said = element("span", "quiet");
  said.setAttribute("role", "status");
  const buttons = settings.forms.map(([format, text]) =>
    button("briefing-file", text, async (event) => {
      const pressed = /** @type {HTMLButtonElement} */ (event.currentTarget);
      pressed.disabled = true;
      await make(settings, format, said);
      pressed.disabled = false;
    }),
  );
  place.replaceChildren(...buttons, said);
}

/**
 * The files that a schedule made for whoever asks; they are asked for here, as pictures of panels are shared.
 * @param {HTMLElement} place
 */
async function showSent(place) {
  const title = place.dataset.briefingSent ?? "";
  if (shown.get(place) === title) return;
  shown.set(place, title);
  const answer = await fetch(`/api/v1/briefings?lang=${document.documentElement.lang}`).catch(() => null);
  if (!answer?.ok) {
    place.replaceChildren(element("p", "empty", await refusal(answer, place.dataset.failed ?? "")));
    return;
  }
  /** @type {{ sent: { title: string, place: string, period: string, files: { name: string, form: string }[] }[] }} */
  const found = await answer.json();
  const rows = found.sent
    .filter((one) => one.files.length)
    .map((one) => {
      const links = one.files.map(({ name, form }) => {
        const href = `/api/v1/briefings/sent/${encodeURIComponent(name)}`;
        const page = /_(\d+)\.png$/.exec(name)?.[1] ?? "";
        const text = `${form.toUpperCase()} ${page}`.trim();
        return Object.assign(element("a", "", text), { href, download: name, ariaLabel: `${text} ${one.title} ${one.period}` });
      });
      const row = element("li", "", `${one.title} · ${one.place} · ${one.period}`);
      row.append(...links);
      return row;
    });
  const list = element("ul");
  list.append(...rows);
  const details = element("details");
  details.append(element("summary", "", title), list);
  place.replaceChildren(...(rows.length ? [details] : []));
}

export function startBriefings() {
  watch("data-briefing-sent", (place) => void showSent(place));
  watch("data-briefing-pages", (place) => void showPages(place));
  watchJson("data-briefing-files", showFiles);
}
