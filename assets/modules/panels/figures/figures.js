/* Figures from the JSON of a `data-figure` attribute. Until plotly.js is there, lines stand as a sketch. A figure is brought
   up to date in place, and only when its numbers, its size or the theme have changed. */

/** @import { Figure, LinesFigure } from "../../payloads.js" */
/** @import { Look } from "./look.js" */
/** @import { Frame } from "./makers.js" */
/** @import { TableCell } from "./reading_table.js" */

import { answered, cardAddress, isAsking } from "../../core/filtering/asking.js";
import { themeNow } from "../../core/document.js";
import { element, find, findAll } from "../../core/elements.js";
import { filterTarget } from "../../core/filtering/filter_target.js";
import { go } from "../../core/navigation.js";
import { onPaper } from "../../core/paper/paper.js";
import { onReady } from "../../core/ready.js";
import { afterChanges, watch } from "../../core/watch.js";
import { fontSize } from "../svg.js";
import { drawTrend } from "../trend.js";
import { brushOf, configuration } from "./buttons.js";
import { hasFilters, numberOfPoint, targetOfPoint } from "./clicks.js";
import { lineReader } from "./line_reader.js";
import { daysBetween, stepMarks } from "./lines.js";
import { lookOf, paperLookOf } from "./look.js";
import { drawingOf, tableOf } from "./makers.js";
import { plotly, undisturbed } from "./plotly.js";
import { sketchOf } from "./sketch.js";

/** @typedef {{ canvas: HTMLElement, table: HTMLTableElement, written: string, frame?: Frame, drawn: string, settings?: { words: string, given: object }, reader?: { slider: HTMLElement, again: () => void }, look?: { of: string, is: Look } }} Shown
    written: the JSON of the table; drawn: what the canvas shows; empty for nothing; settings: once Plotly draws; reader: of
    lines, by keys; look: as it was read for a theme and a size */

/** @type {Map<HTMLElement, Shown>} */
const shown = new Map();
/** @type {ResizeObserver} */
let sizes;
/** @type {Plotly | undefined} */
let library;
let isWanted = false;

/** @param {HTMLElement} place */
function shownIn(place) {
  const known = shown.get(place);
  if (known && place.firstChild) return known;
  /** @type {Shown} */
  const made = { canvas: element("div", "plot-canvas"), table: element("table", "for-readers"), written: "", drawn: "" };
  place.replaceChildren(made.canvas, made.table);
  place.addEventListener("pointerenter", want);
  shown.set(place, made);
  sizes.observe(place);
  return made;
}

/**
 * Writes the table of other numbers at once. They are drawn when the page has been laid out with them, still within the
 * same frame: what stands beside a figure may have taken or left it room, and it is drawn once.
 * @param {HTMLElement} place
 */
function renew(place) {
  const { figure: written } = place.dataset;
  if (!written) return;
  const here = shownIn(place);
  if (here.written === written) return;
  const figure = figureIn(place);
  here.written = written;
  writeTable(here.table, tableOf(figure));
  read(place, here, figure);
  sizes.unobserve(place);
  sizes.observe(place);
}

/** @param {HTMLElement} place */
function draw(place) {
  const { figure: written } = place.dataset;
  const here = shown.get(place);
  if (!written || !here?.frame?.width || !here.frame.height) return;
  const figure = figureIn(place);
  const drawn = `${library ? "figure" : "sketch"} ${here.frame.width}×${here.frame.height} ${themeNow()} ${written}`;
  if (here.drawn === drawn) return;
  here.drawn = drawn;
  if (library) drawFigure(library, place, here, figure, here.frame);
  else if (figure.kind === "lines") drawTrend(here.canvas, sketchOf(figure), { ...here.frame, type: fontSize(place) });
}

/**
 * Lets lines be read by keys; told anew where the numbers are others.
 * @param {HTMLElement} place
 * @param {Shown} here
 * @param {Figure} figure
 */
function read(place, here, figure) {
  if (figure.kind !== "lines") return;
  if (!here.reader) {
    here.reader = lineReader(() => /** @type {LinesFigure} */ (figureIn(place)), (first, last) => mark(place, here, first, last));
    here.table.before(here.reader.slider);
  }
  here.reader.again();
}

/**
 * Marks steps on lines, once they are a figure.
 * @param {HTMLElement} place
 * @param {Shown} here
 * @param {number} first
 * @param {number} last
 */
function mark(place, here, first, last) {
  if (!library || !here.settings || !here.frame) return;
  const look = lookOf(place);
  const { layout } = drawingOf(figureIn(place), look, here.frame);
  const shapes = /** @type {object[]} */ (layout.shapes);
  library.relayout(here.canvas, { shapes: [...shapes, ...(first < 0 ? [] : stepMarks(first, last, look))] });
}

/** @param {HTMLElement} place @returns {Figure} */
const figureIn = ({ dataset }) => JSON.parse(dataset.figure ?? "null");

/**
 * @param {Plotly} library
 * @param {HTMLElement} place
 * @param {Shown} here
 * @param {Figure} figure
 * @param {Frame} frame
 */
async function drawFigure(library, place, here, figure, frame) {
  const { canvas } = here;
  const onPaper = (/** @type {Frame} */ size) => drawingOf(figureIn(place), paperLookOf(place), size);
  const words = JSON.stringify([figure.words, figure.kind, Boolean(brushOf(figure))]);
  const isNew = here.settings?.words !== words;
  if (!here.settings) canvas.replaceChildren();
  if (isNew) here.settings = { words, given: configuration(library, figure, () => figureIn(place), onPaper) };
  const { data, layout } = drawingOf(figure, keptLook(place, here, frame), frame);
  await library.react(canvas, data, layout, here.settings?.given ?? {});
  if (isNew) listen(place, /** @type {PlotlyPlace} */ (canvas));
  here.reader?.again();
  place.toggleAttribute("data-filters", hasFilters(figure));
  place.dataset.drawn = figure.kind;
  tell();
}

/**
 * The look of a place, read again for another theme or size only: to read a style makes the browser lay out the page.
 * @param {HTMLElement} place
 * @param {Shown} here
 * @param {Frame} frame
 */
function keptLook(place, here, { width, height }) {
  const of = `${themeNow()} ${width}×${height} ${window.innerWidth}×${window.innerHeight}`;
  if (here.look?.of !== of) here.look = { of, is: lookOf(place) };
  return here.look.is;
}

/**
 * @param {HTMLElement} place
 * @param {PlotlyPlace} canvas
 */
function listen(place, canvas) {
  canvas.on("plotly_selected", (chosen) => brushed(place, chosen));
  canvas.on("plotly_click", ({ points: [point], event }) => {
    if (point && answered(panelOf(place), numberOfPoint(figureIn(place), point))) return;
    const target = point ? targetOfPoint(figureIn(place), point, event) : null;
    if (target) go(target);
  });
}

/** @param {HTMLElement} place */
const panelOf = (place) => place.closest("[data-panel]")?.getAttribute("data-panel") ?? "";

/**
 * Goes to the days that were chosen on a figure.
 * @param {HTMLElement} place
 * @param {{ range?: { x: number[] } } | undefined} chosen
 */
function brushed(place, chosen) {
  const figure = figureIn(place);
  const days = chosen?.range && figure.kind === "lines" ? daysBetween(figure, chosen.range.x) : "";
  if (days && brushOf(figure)) go(brushOf(figure).replace("__DAYS__", days));
}

/**
 * @param {HTMLTableElement} table
 * @param {TableCell[][]} rows
 */
function writeTable(table, [head, ...rows]) {
  const focused = document.activeElement?.textContent;
  const hadFocus = table.contains(document.activeElement);
  const cells = (/** @type {TableCell[]} */ contents, /** @type {"th" | "td"} */ name) =>
    contents.map((content) => element(name, "", typeof content === "string" ? content : linkOf(content)));
  const body = rows.map((row) => element("tr", "", ...cells(row, "td")));
  table.replaceChildren(element("thead", "", element("tr", "", ...cells(head, "th"))), element("tbody", "", ...body));
  if (isAsking(panelOf(table))) findAll("[data-number]", table).forEach((link) => (link.tabIndex = 0));
  if (hadFocus) findAll("a", table).find(({ textContent }) => textContent === focused)?.focus();
}

/**
 * What a click on the figure does, for those who use keys.
 * @param {Exclude<TableCell, string>} cell
 */
function linkOf({ text, href, condition, isChosen, number }) {
  const link = element("a", "", text);
  if (number) {
    link.dataset.number = number;
    return Object.assign(link, { href: cardAddress(number), tabIndex: -1 });
  }
  link.href = condition ? filterTarget([condition], "alone") : (href ?? "");
  if (condition) link.dataset.condition = condition;
  if (isChosen) link.setAttribute("aria-current", "true");
  return link;
}

/* Measured where the page has just been laid out. */
/** @param {HTMLElement[]} places */
function measure(places) {
  const frames = places.map(({ clientWidth: width, clientHeight: height }) => ({ width, height }));
  places.forEach((place, index) => {
    const here = shown.get(place);
    if (!here) return;
    here.frame = frames[index];
    draw(place);
  });
}

function forgetGone() {
  for (const [place, { canvas }] of shown) {
    if (place.isConnected) continue;
    library?.purge(canvas);
    sizes.unobserve(place);
    shown.delete(place);
    tell();
  }
}

/** Says on the document whether figures are still to be drawn: a photograph waits for them, the first screen does not. */
function tell() {
  if (!isWanted) return;
  const isComing = [...shown].some(([place, { frame }]) => frame?.width && frame.height && !place.dataset.drawn);
  document.documentElement.dataset.figures = isComing ? "coming" : "here";
}

async function want() {
  if (isWanted || !find("[data-figure]")) return;
  isWanted = true;
  tell();
  try {
    library = await plotly();
    for (const place of shown.keys()) {
      await leisure();
      if (place.isConnected) draw(place);
    }
    tell();
  } catch {
    isWanted = false;
    document.documentElement.dataset.figures = "waiting";
  }
}

/** The next moment in which nothing else is to be done: the first drawing of a figure takes a tenth of a second, and a
 * click must not wait for all of them. @returns {Promise<unknown>} */
const leisure = () =>
  new Promise((done) => ("requestIdleCallback" in window ? window.requestIdleCallback(done, { timeout: 500 }) : setTimeout(done)));

/** Whether the browser is to load little (Save-Data): a figure is then drawn when somebody points at it. */
const savesData = () => Boolean(/** @type {any} */ (navigator).connection?.saveData);

/** Once the first screen is ready and has been painted. */
function whenPainted() {
  if (savesData()) document.documentElement.dataset.figures = "waiting";
  else window.requestAnimationFrame(() => window.setTimeout(() => undisturbed().then(want), 0));
}

export function startFigures() {
  sizes = new ResizeObserver((entries) => measure(entries.map(({ target }) => /** @type {HTMLElement} */ (target))));
  onPaper(() => measure([...shown.keys()]));
  watch("data-figure", (place) => {
    renew(place);
    tell();
  });
  watch("data-theme", () => [...shown.keys()].forEach(draw));
  onReady(whenPainted);
  afterChanges(forgetGone);
}
