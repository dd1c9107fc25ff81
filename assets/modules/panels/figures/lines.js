/* Lines over days as a Plotly figure. Pure. */

/** @import { FigureBand, FigureSeries, LinesFigure } from "../../payloads.js" */
/** @import { Look } from "./look.js" */
/** @import { Drawing, Frame } from "./makers.js" */

import { textWidth, thinning } from "../chart_geometry.js";
import { commonAxis, commonLayout } from "./look.js";

const LABEL_ROOM = 4; // of the size of type, between two labels
const TICK_ROOM = 1.7;
const HALF = 0.5;
const LEGEND_MARK = 50; // pixels of a legend's line and the space around it
const FAINT = 0.28;
const ALONE = 0.2; // of a day, to both sides
const LABELS_BELOW = 1.5; // heights of type that the labels of days take

/**
 * Every how manieth label has room.
 * @param {number} count
 * @param {number} room pixels
 * @param {number} size
 */
const spacing = (count, room, size) => Math.max(1, Math.ceil((count * size * LABEL_ROOM) / Math.max(1, room)));

/**
 * A line; values that are not settled stand apart, dashed with hollow marks, and the last day as a hollow mark where it
 * is not over.
 * @param {FigureSeries} series
 * @param {LinesFigure} figure
 * @param {number} part
 * @param {Look} look
 * @returns {Record<string, unknown>[]}
 */
function traces(series, figure, part, look) {
  if (figure.stacked) return [stackedTrace(series, part, look)];
  const { name, role, values, texts } = series;
  const { partial } = figure;
  const { colours, parts } = look;
  const isWhole = figure.series.some((one) => one.role === "part");
  const byRole = { part: parts[part % parts.length], before: colours.quiet, chosen: isWhole ? colours.text : colours.accent };
  const color = byRole[role];
  const [width, dash, opacity] = role === "before" ? [1, "dot", 0.7] : [2, "solid", 1];
  const whole = partial ? values.length - 1 : values.length;
  const own = { type: "scatter", name, legendgroup: name, hovertemplate: "%{text}<extra></extra>" };
  const between = (/** @type {number} */ first, /** @type {number} */ end) => ({
    x: values.slice(first, end).map((_, index) => first + index),
    y: values.slice(first, end),
    text: texts.slice(first, end),
  });
  const [from, to] = [Math.min(series.settled[0], whole), Math.min(series.settled[1], whole)];
  const line = { ...own, ...between(from, to), mode: "lines+markers", opacity, line: { color, width, dash } };
  const hollow = (/** @type {number} */ size) => ({ size, color: colours.panel, line: { color, width: 1.5 } });
  const running = { ...own, ...between(whole, values.length), mode: "markers", marker: hollow(7) };
  const others = [
    ...joins([0, from], from < to ? from : null, between, line.line, hollow(4)),
    ...joins([to, whole], from < to ? to - 1 : null, between, line.line, hollow(4)),
    ...(partial ? [running] : []),
  ];
  return [{ ...line, marker: { size: 4, color } }, ...others.map((one) => ({ ...own, ...one, opacity, showlegend: false }))];
}

/**
 * The line of values that are not settled, dashed, and the piece that joins it with the settled line, which reads nothing.
 * @param {[number, number]} range
 * @param {number | null} neighbour the settled value next to it
 * @param {(first: number, end: number) => { x: number[], y: (number | null)[], text: string[] }} between
 * @param {{ color: string, width: number }} line
 * @param {Record<string, unknown>} marker
 */
function joins([first, end], neighbour, between, { color, width }, marker) {
  if (first >= end) return [];
  const dashed = { color, width, dash: "dash" };
  const own = { ...between(first, end), mode: "lines+markers", marker, line: dashed };
  if (neighbour === null) return [own];
  const [low, high] = neighbour < first ? [neighbour, first + 1] : [end - 1, neighbour + 1];
  return [own, { ...between(low, high), mode: "lines", line: dashed, hoverinfo: "skip", hovertemplate: null }];
}

/**
 * A part of a whole, upon those before it.
 * @param {FigureSeries} series
 * @param {number} part
 * @param {Look} look
 */
function stackedTrace({ name, values, texts }, part, { parts }) {
  const color = parts[part % parts.length];
  const marker = { color, line: { width: 0 } };
  const x = values.map((_, index) => index);
  return { type: "bar", name, x, y: values, customdata: texts, hovertemplate: "%{customdata}<extra></extra>", marker };
}

/**
 * The runs of places across of which something is called normal.
 * @param {FigureBand} band
 * @returns {number[][]}
 */
function runs({ low }) {
  /** @type {number[][]} */
  const found = [];
  low.forEach((value, index) => {
    if (value === null) return;
    const run = found.at(-1);
    if (run && run.at(-1) === index - 1) run.push(index);
    else found.push([index]);
  });
  return found;
}

/**
 * What is normal, as an area behind the lines that reads its words, and a ring around each value outside of it. A day
 * alone is as broad as a mark.
 * @param {LinesFigure} figure
 * @param {Look} look
 */
function normalTraces({ normal, series }, { colours }) {
  if (!normal) return { behind: [], before: [] };
  const { name, low, high, texts, outside } = normal;
  const own = { type: "scatter", name, legendgroup: name };
  const edges = runs(normal).map((run) => (run.length > 1 ? run.map((at) => [at, at]) : [[run[0] - ALONE, run[0]], [run[0] + ALONE, run[0]]]));
  const outline = edges.map((run) => [...run.map(([x, at]) => [x, high[at]]), ...run.map(([x, at]) => [x, low[at]]).reverse()]);
  const polygons = outline.flatMap((one) => [...one, [null, null]]).slice(0, -1);
  const shape = { x: polygons.map(([x]) => x), y: polygons.map(([, y]) => y), mode: "lines", fill: "toself", line: { width: 0 } };
  const values = series.find(({ role }) => role === "chosen")?.values ?? [];
  const ring = { size: 10, symbol: "circle-open", color: colours.text, line: { width: 1.5 } };
  const reading = { x: high.map((_, at) => at), y: high, text: texts, mode: "lines", line: { width: 0, color: colours.quiet } };
  const rings = { x: outside, y: outside.map((at) => values[at]), mode: "markers", marker: ring, hoverinfo: "skip" };
  return {
    behind: [{ ...own, ...shape, fillcolor: colours.quiet, opacity: FAINT, hoverinfo: "skip" }],
    before: [{ ...reading, hovertemplate: "%{text}<extra></extra>" }, rings].map((one) => ({ ...own, ...one, showlegend: false })),
  };
}

/**
 * What must be known beside the figure: above its right end where the legend leaves room, else below it.
 * @param {LinesFigure} figure
 * @param {Look} look
 * @param {boolean} isBelow
 */
function notes({ note }, { colours, size }, isBelow) {
  if (!note) return [];
  const above = { y: 1, yanchor: "bottom" };
  const below = { y: 0, yanchor: "top", yshift: -size * LABELS_BELOW };
  const place = { xref: "paper", yref: "paper", x: 1, xanchor: "right", ...(isBelow ? below : above) };
  return [{ ...place, text: note, showarrow: false, font: { color: colours.quiet } }];
}

/**
 * What a legend names.
 * @param {LinesFigure} figure
 */
const named = ({ series, normal }) => (normal ? [...series, normal] : series);

/** @param {LinesFigure} figure */
const hasLegend = (figure) => named(figure).length > 1;

/**
 * Whether legend and note have no room beside each other.
 * @param {LinesFigure} figure
 * @param {number} size
 * @param {number} room pixels
 */
function isCrowded(figure, size, room) {
  const { note } = figure;
  const names = hasLegend(figure) ? named(figure).map(({ name }) => textWidth(name) * size + LEGEND_MARK) : [];
  return Boolean(note) && names.reduce((sum, width) => sum + width, textWidth(note) * size) > room;
}

/**
 * The chosen days as a band behind the lines; none where all days or none are chosen.
 * @param {LinesFigure} figure
 * @param {Look} look
 */
function bands({ period: [first, last], labels }, { colours }) {
  if (first === null || last === null || (first === 0 && last === labels.length - 1)) return [];
  const [x0, x1] = [first - HALF, last + HALF];
  const edge = { type: "rect", xref: "x", yref: "paper", x0, x1, y0: 0, y1: 1, layer: "below" };
  return [{ ...edge, fillcolor: colours.accent, opacity: 0.12, line: { width: 0 } }];
}

/**
 * Notes of people by the places across that they touch: those of the same places are one mark.
 * @param {LinesFigure} figure
 */
function notesByPlace({ notes }) {
  /** @type {Map<string, { first: number, last: number, texts: string[] }>} */
  const places = new Map();
  for (const { first, last, text } of notes) {
    const place = `${first} ${last}`;
    const known = places.get(place);
    if (known) known.texts.push(text);
    else places.set(place, { first, last, texts: [text] });
  }
  return [...places.values()];
}

/** @param {string} text as Plotly shows it, which knows some markup */
const plain = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/**
 * A mark at the upper edge for the notes of each place, and over which days they reach.
 * @param {LinesFigure} figure
 * @param {Look} look
 */
function noteMarks(figure, { colours, size }) {
  const places = notesByPlace(figure);
  const edge = { xref: "x", yref: "paper", showarrow: false };
  const font = { color: colours.panel, size: size * 0.9 };
  const annotations = places.map(({ first, last, texts }) => ({
    ...edge,
    x: (first + last) / 2,
    y: 1,
    yanchor: "top",
    text: texts.length > 1 ? String(texts.length) : "✎",
    hovertext: texts.map(plain).join("<br>"),
    bgcolor: colours.warn,
    borderpad: 2,
    font,
  }));
  const shapes = places.map(({ first, last }) => ({
    type: "line",
    xref: "x",
    yref: "paper",
    x0: first - HALF,
    x1: last + HALF,
    y0: 1,
    y1: 1,
    line: { color: colours.warn, width: 2 },
  }));
  return { annotations, shapes };
}

/**
 * Breaks of the series as upright lines with their day, and why under the pointer.
 * @param {LinesFigure} figure
 * @param {Look} look
 */
function breakMarks({ breaks }, { colours, size }) {
  const shapes = breaks.map(({ at }) => {
    const upright = { type: "line", xref: "x", x0: at, x1: at, yref: "paper", y0: 0, y1: 1 };
    return { ...upright, line: { color: colours.warn, width: 1, dash: "dot" } };
  });
  const annotations = breaks.map(({ at, label, text }) => {
    const place = { xref: "x", x: at, xanchor: "left", yref: "paper", y: 0, yanchor: "bottom", showarrow: false };
    return { ...place, text: label, hovertext: plain(text), font: { color: colours.warn, size: size * 0.9 } };
  });
  return { annotations, shapes };
}

/**
 * Steps that are read by keys, as a frame around them.
 * @param {number} first
 * @param {number} last
 * @param {Look} look
 */
export function stepMarks(first, last, { colours }) {
  const place = { type: "rect", xref: "x", yref: "paper", x0: first - HALF, x1: last + HALF, y0: 0, y1: 1 };
  return [{ ...place, line: { color: colours.accent, width: 2 } }];
}

/**
 * What the city wants the KPI to be, as a line across.
 * @param {LinesFigure} figure
 * @param {Look} look
 */
function targetLine({ target }, { colours }) {
  if (!target) return [];
  const across = { type: "line", xref: "paper", x0: 0, x1: 1, yref: "y", y0: target.value, y1: target.value };
  return [{ ...across, line: { color: colours.text, width: 1, dash: "longdash" } }];
}

/**
 * @param {LinesFigure} figure
 * @param {Look} look
 */
function targetWords({ target }, { colours }) {
  if (!target) return [];
  const place = { xref: "paper", x: 0, xanchor: "left", yref: "y", y: target.value, yanchor: "bottom" };
  return [{ ...place, text: target.text, showarrow: false, font: { color: colours.text } }];
}

/**
 * @param {LinesFigure} figure
 * @param {Look} look
 * @param {Frame} frame
 * @returns {Drawing}
 */
export function linesFigure(figure, look, frame) {
  const { labels, ticks, low, high, series } = figure;
  const { size } = look;
  const left = Math.max(...ticks.map(([, text]) => textWidth(text))) * size + 10;
  const isBelow = isCrowded(figure, size, frame.width - left - size);
  const top = hasLegend(figure) || figure.note ? size * 1.9 : size;
  const margin = { l: left, r: size, t: top, b: size * (isBelow ? 3.9 : 2), pad: 0 };
  const every = spacing(labels.length, frame.width - margin.l - margin.r, size);
  const last = labels.length - 1;
  const shown = labels.flatMap((_, index) => ((last - index) % every ? [] : [index]));
  const room = Math.floor((frame.height - margin.t - margin.b) / (size * TICK_ROOM));
  const marks = ticks.filter((_, index) => index % thinning(ticks.length - 1, room) === 0);
  const upper = high + (high - low) * 0.04;
  const written = noteMarks(figure, look);
  const normal = normalTraces(figure, look);
  const broken = breakMarks(figure, look);
  return {
    data: [...normal.behind, ...series.flatMap((one, index) => traces(one, figure, index, look)), ...normal.before],
    layout: {
      ...commonLayout(look, frame),
      margin,
      showlegend: hasLegend(figure),
      legend: { orientation: "h", x: 0, y: 1, xanchor: "left", yanchor: "bottom", bgcolor: "rgba(0,0,0,0)", traceorder: "normal" },
      hovermode: "x unified",
      dragmode: figure.brush ? "select" : "zoom",
      selectdirection: "h",
      uirevision: figure.revision,
      selectionrevision: figure.spans.length + figure.period.join(),
      xaxis: {
        ...commonAxis(look),
        range: [-HALF, last + HALF],
        tickmode: "array",
        tickvals: shown,
        ticktext: shown.map((index) => labels[index]),
        showgrid: false,
        unifiedhovertitle: { text: series.some(({ role }) => role === "part") ? "%{x}" : " " },
      },
      yaxis: {
        ...commonAxis(look),
        range: [low, upper],
        tickmode: "array",
        tickvals: marks.map(([value]) => value),
        ticktext: marks.map(([, text]) => text),
        fixedrange: true,
      },
      barmode: "stack",
      bargap: 0.15,
      shapes: [...bands(figure, look), ...written.shapes, ...broken.shapes, ...targetLine(figure, look)],
      annotations: [...notes(figure, look, isBelow), ...written.annotations, ...broken.annotations, ...targetWords(figure, look)],
    },
  };
}

/**
 * The days between two places across: "2026-11-01..2026-11-07"; empty where there are none.
 * @param {LinesFigure} figure
 * @param {number[]} range as Plotly says it: two places across, between days too
 */
export function daysBetween({ spans }, range) {
  const [from, to] = [Math.min(...range), Math.max(...range)];
  const first = Math.max(0, Math.floor(from + HALF));
  const last = Math.min(spans.length - 1, Math.floor(to + HALF));
  return first <= last && spans.length ? `${spans[first][0]}..${spans[last][1]}` : "";
}
