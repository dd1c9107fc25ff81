/* A table of colours as a Plotly figure. Pure. */

/** @import { HeatFigure } from "../../payloads.js" */
/** @import { Look } from "./look.js" */
/** @import { Drawing, Frame } from "./makers.js" */

import { textWidth } from "../chart_geometry.js";
import { commonAxis, commonLayout } from "./look.js";

const FAINT = 0.4; // of rates that are not settled
const LABEL_ROOM = 1.8; // of the size of type, between two labels

/**
 * A frame around each row and column that is chosen.
 * @param {HeatFigure["chosen"]} chosen
 * @param {Look} look
 */
function outlines([rows, columns], { colours }) {
  const across = { type: "rect", xref: "paper", yref: "y", x0: 0, x1: 1, line: { color: colours.accent, width: 2 } };
  const along = { ...across, xref: "x", yref: "paper", y0: 0, y1: 1 };
  return [
    ...rows.map((row) => ({ ...across, y0: row - 0.5, y1: row + 0.5 })),
    ...columns.map((column) => ({ ...along, x0: column - 0.5, x1: column + 0.5 })),
  ];
}

/**
 * @param {HeatFigure} figure
 * @param {Look} look
 * @param {Frame} frame
 * @returns {Drawing}
 */
export function heatFigure({ labels, names, values, texts, ticks, chosen, faint, revision }, look, frame) {
  const { size, shades, colours } = look;
  const left = Math.max(...names.map(textWidth)) * size + 8;
  const right = Math.max(...ticks.map(([, text]) => textWidth(text))) * size + size * 2.4;
  const every = Math.max(1, Math.ceil((labels.length * size * LABEL_ROOM) / Math.max(1, frame.width - left - right)));
  const shown = labels.flatMap((_, index) => (index % every ? [] : [index]));
  const last = shades.length - 1;
  return {
    data: [
      {
        type: "heatmap",
        x: labels.map((_, index) => index),
        y: names.map((_, index) => index),
        z: values,
        text: texts,
        hovertemplate: "%{text}<extra></extra>",
        hoverongaps: true,
        opacity: faint ? FAINT : 1,
        xgap: 1,
        ygap: 1,
        zmin: ticks[0][0],
        zmax: ticks[ticks.length - 1][0],
        colorscale: shades.map((shade, index) => [index / last, shade]),
        colorbar: {
          thickness: size * 0.8,
          outlinewidth: 0,
          x: 1.01,
          xpad: 0,
          ypad: 0,
          tickvals: ticks.map(([value]) => value),
          ticktext: ticks.map(([, text]) => text),
        },
      },
    ],
    layout: {
      ...commonLayout(look, frame),
      plot_bgcolor: colours.line,
      margin: { l: left, r: right, t: size, b: size * 1.8 },
      dragmode: false,
      uirevision: revision,
      shapes: outlines(chosen, look),
      xaxis: {
        ...commonAxis(look),
        showgrid: false,
        fixedrange: true,
        tickmode: "array",
        tickvals: shown,
        ticktext: shown.map((index) => labels[index]),
      },
      yaxis: {
        ...commonAxis(look),
        showgrid: false,
        fixedrange: true,
        autorange: "reversed",
        tickmode: "array",
        tickvals: names.map((_, index) => index),
        ticktext: names,
      },
    },
  };
}
