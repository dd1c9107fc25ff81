/* Bars as a Plotly figure, across with their names at the left, or upright. Pure. */

/** @import { BarsFigure } from "../../payloads.js" */
/** @import { Look } from "./look.js" */
/** @import { Drawing, Frame } from "./makers.js" */

import { textWidth } from "../chart_geometry.js";
import { fitted, namesBelow } from "./bar_names.js";
import { commonAxis, commonLayout } from "./look.js";

const LONGEST_NAME = 9; // letters as wide as high
const FAINT = 0.45;
const CHOSEN = "✓ ";
const LINE = 1.3; // of the size of letters

/**
 * Lines across upright bars, with their words above.
 * @param {BarsFigure} figure
 * @param {Look} look
 */
function marksOf({ marks }, { colours, size }) {
  const shapes = marks.map(({ at }) => {
    const place = { type: "line", xref: "x", yref: "paper", x0: at, x1: at, y0: 0, y1: 1 };
    return { ...place, line: { color: colours.warn, width: 1.5, dash: "dash" } };
  });
  const annotations = marks.map(({ at, text }, index) => {
    const place = { x: at, y: 1, yref: "paper", xanchor: "left", yanchor: "top", yshift: -index * size * 1.4, xshift: 4 };
    return { ...place, text, showarrow: false, font: { color: colours.text }, bgcolor: colours.panel };
  });
  return { shapes, annotations };
}

/**
 * @param {BarsFigure} figure
 * @param {Look} look
 * @param {Frame} frame
 */
function sides({ labels, written, chosen, across }, { size }, { width }) {
  if (!across) return { left: size, right: size, room: Infinity, top: 0.1 };
  const sign = chosen.length ? textWidth(CHOSEN) : 0;
  const room = Math.min(LONGEST_NAME, Math.max(...labels.map(textWidth)) + 0.5);
  const ends = Math.max(...written.map(textWidth)) * size + size;
  const left = (room + sign) * size + 8;
  return { left, right: size, room, top: Math.min(2, ends / Math.max(1, width - left - ends)) };
}

/**
 * @param {BarsFigure} figure
 * @param {Look} look
 * @param {Frame} frame
 * @returns {Drawing}
 */
export function barsFigure(figure, look, frame) {
  const { labels, values, written, texts, faint, chosen, across, high, revision } = figure;
  const { size, colours } = look;
  const { left, right, room, top } = sides(figure, look, frame);
  const places = labels.map((_, index) => index);
  const perBar = (frame.width - left - right) / Math.max(1, labels.length) / size;
  const below = namesBelow(labels, perBar);
  const named = across ? places : below.named;
  const nameOf = (/** @type {number} */ index) => (across ? fitted(labels[index], room) : below.lines[index].join("<br>"));
  const deepest = Math.max(1, ...named.map((index) => below.lines[index].length));
  const names = {
    ...commonAxis(look),
    showgrid: false,
    fixedrange: true,
    tickmode: "array",
    tickvals: named,
    ticktext: named.map((index) => `${chosen.includes(index) ? CHOSEN : ""}${nameOf(index)}`),
    range: across ? [labels.length - 0.5, -0.5] : [-0.5, labels.length - 0.5],
  };
  const lengths = { ...commonAxis(look), showgrid: false, fixedrange: true, showticklabels: false, range: [0, high * (1.05 + top)] };
  const [x, y] = across ? [values, places] : [places, values];
  return {
    data: [
      {
        type: "bar",
        orientation: across ? "h" : "v",
        x,
        y,
        text: written,
        textposition: "outside",
        textangle: 0,
        cliponaxis: false,
        constraintext: "none",
        textfont: { color: colours.text, size },
        customdata: texts,
        hovertemplate: "%{customdata}<extra></extra>",
        marker: { color: places.map((index) => (chosen.includes(index) ? colours.accent : colours.bar)), opacity: faint.map((is) => (is ? FAINT : 1)), line: { width: 0 } },
      },
    ],
    layout: {
      ...commonLayout(look, frame),
      margin: { l: left, r: right, t: size, b: across ? size * 0.5 : size * (1.8 + LINE * (deepest - 1)) },
      bargap: 0.3,
      dragmode: false,
      hovermode: "closest",
      uirevision: revision,
      xaxis: across ? lengths : names,
      yaxis: across ? names : lengths,
      ...marksOf(figure, look),
    },
  };
}
