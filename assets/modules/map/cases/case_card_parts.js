/* The parts of a case's card: head, facts, limits with their bars, steps, versions, foot. Texts enter as text nodes. */

/** @import { CaseCard, CaseLimit, CaseNear, CaseStatus, CaseStep, CaseVersion } from "../../payloads.js" */

import { button, element } from "../../core/elements.js";

/**
 * @param {string} title
 * @param {CaseStatus | null} status
 * @param {string} closeText
 * @param {() => void} close
 */
export function cardHead(title, status, closeText, close) {
  const closing = button("event-card-close", "✕", close);
  closing.title = closeText;
  closing.setAttribute("aria-label", closeText);
  const head = element("header", "event-card-head", element("h2", "", title), closing);
  if (status) {
    const badge = element("span", "event-status", status.name);
    badge.title = status.key;
    head.insertBefore(badge, closing);
  }
  return head;
}

/** @param {[string, string][]} pairs */
function facts(pairs) {
  const list = element("dl", "event-facts");
  for (const [name, value] of pairs) list.append(element("dt", "", name), element("dd", "", value));
  return list;
}

/** @param {CaseLimit} limit */
function limitRow({ key, kept, name, taken, allowed, sign, said, share, due_text: dueText }) {
  const filled = element("span", "limit-taken");
  filled.style.width = `${share}%`;
  const row = element(
    "li",
    `limit limit-${kept}`,
    element("span", "limit-name", name),
    element("span", "limit-bar", filled),
    element("span", "limit-times", `${taken} / ${allowed}`),
    element("span", "limit-said", `${sign} ${said}`),
  );
  row.title = dueText;
  row.dataset.limit = key;
  return row;
}

/** @param {CaseStep} step */
function stepRow({ key, time, name, after, who, note }) {
  const row = element(
    "li",
    "step-row",
    element("span", "step-time", time),
    element("span", "step-name", name),
    element("span", "step-after", after),
    element("span", "step-who", [who, note].filter(Boolean).join(" · ")),
  );
  row.dataset.step = key;
  return row;
}

/**
 * What is near, nearest first, and the way to see it on the map.
 * @param {CaseNear} near
 * @param {string} showText
 */
function nearList({ things, title, rows, note, show }, showText) {
  const heading = element("h3", "", title, " ", element("span", "near-note", note));
  if (show && rows.length) {
    const link = element("a", "near-show", showText);
    link.href = show;
    heading.append(" ", link);
  }
  const list = element("ol", "near-list");
  for (const { name, kind, state, metres, distance, seen } of rows) {
    const parts = { "near-distance": distance, "near-name": `${kind} ${name}`, "near-state": state, "step-time": seen };
    const row = element("li", "near-row", ...Object.entries(parts).map(([part, text]) => element("span", part, text)));
    row.dataset.name = name;
    row.dataset.metres = String(metres);
    list.append(row);
  }
  const box = element("section", "near", heading, list);
  box.dataset.things = things;
  return box;
}

/** @param {CaseVersion} version */
function versionRow({ time, changes, note, delivery }) {
  const lines = changes.length ? changes : [note];
  const texts = element("div", "", ...lines.map((line) => element("div", "", line)), element("div", "quiet", delivery));
  return element("li", "version", element("span", "step-time", time), texts);
}

/**
 * @param {CaseCard} data
 * @param {boolean} isOpen whether the versions stood open before
 */
function versionList(data, isOpen) {
  const box = element("details", "event-versions", element("summary", "", `${data.words.versions} ${data.versions.length}`));
  box.append(element("ol", "", ...data.versions.map(versionRow)));
  box.open = isOpen;
  return box;
}

/**
 * @param {CaseCard} data
 * @param {HTMLElement} related the section of related cases
 * @param {boolean} showsVersions
 */
export function cardBody(data, related, showsVersions) {
  const body = element("div", "event-card-body", facts(data.facts));
  if (data.text) body.prepend(element("p", "event-text", data.text));
  if (data.limits.length) {
    const heading = element("h3", "", data.words.limits);
    heading.title = data.words.calendar;
    body.append(heading, element("ol", "limits", ...data.limits.map(limitRow)));
  }
  const steps = element("ol", "event-steps", ...data.steps.map(stepRow));
  body.append(element("h3", "", data.words.steps), steps, ...data.near.map((one) => nearList(one, data.words.show)));
  body.append(related, versionList(data, showsVersions));
  return body;
}

/**
 * @param {CaseCard} data
 * @param {(point: [number, number]) => void} fly
 */
export function cardFoot({ words, point }, fly) {
  const foot = element("footer", "event-card-foot", element("span", "", words.as_of));
  if (point) foot.append(button("event-card-fly", words.fly, () => fly(point)));
  return foot;
}
