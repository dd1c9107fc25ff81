/* The buttons of a figure: save it, zoom, choose days, the whole range again. */

/** @import { Figure } from "../../payloads.js" */
/** @import { Drawing } from "./makers.js" */

const SAVED = { width: 1200, height: 500 }; // pixels; a PNG has twice as many, for paper
const SCALE = 2;
const REFUSED = /[\\/:*?"<>|]/g; // by file systems

/**
 * A figure as it is saved: larger, and with its title.
 * @param {Drawing} drawing
 * @param {string} title
 */
export function savedFigure({ data, layout }, title) {
  const { margin, font } = /** @type {{ margin: { t: number }, font: { size: number } }} */ (layout);
  const head = { text: title, x: 0.01, xanchor: "left", y: 0.97, yanchor: "top", font: { size: font.size * 1.4 } };
  return { data, layout: { ...layout, title: head, margin: { ...margin, t: margin.t + font.size * 3 } } };
}

/**
 * The address for days chosen on a figure; empty where none can be.
 * @param {Figure} figure
 */
export const brushOf = (figure) => (figure.kind === "lines" ? figure.brush : "");

/**
 * The configuration of Plotly for a place. It must stay the same, its functions too: Plotly builds a figure anew where it is
 * another one. The buttons are these and no others: one of Plotly's own sends a figure to a server of its maker.
 * @param {Plotly} plotly
 * @param {Figure} figure the one that the place shows first: its kind, its words, and whether days can be chosen
 * @param {() => Figure} current
 * @param {(frame: typeof SAVED) => Drawing} drawn the current figure in a frame, on paper
 * @returns {Record<string, unknown>}
 */
export function configuration(plotly, figure, current, drawn) {
  const { words } = figure;
  const { Icons } = plotly;
  const save = (/** @type {"png" | "svg"} */ format) => () => {
    const { title } = current();
    const filename = title.replace(REFUSED, "-");
    const scale = format === "png" ? SCALE : 1;
    return plotly.downloadImage(savedFigure(drawn(SAVED), title), { ...SAVED, format, filename, scale });
  };
  const drag = (/** @type {string} */ dragmode) => (/** @type {HTMLElement} */ place) =>
    plotly.relayout(place, { dragmode });
  const reset = (/** @type {HTMLElement} */ place) =>
    plotly.relayout(place, { "xaxis.range": [-0.5, current().labels.length - 0.5] });
  const brush = { name: "brush", title: words.brush, icon: Icons.selectbox, click: drag("select") };
  const zooming = [
    { name: "zoom", title: words.zoom, icon: Icons.zoombox, click: drag("zoom") },
    { name: "reset", title: words.reset, icon: Icons.home, click: reset },
  ];
  return {
    displaylogo: false,
    displayModeBar: "hover",
    doubleClick: "reset",
    showSendToCloud: false,
    plotlyServerURL: "",
    modeBarButtons: [
      [...(brushOf(figure) ? [brush] : []), ...(figure.kind === "lines" ? zooming : [])],
      [
        { name: "png", title: words.png, icon: Icons.camera, click: save("png") },
        { name: "svg", title: words.svg, icon: Icons.disk, click: save("svg") },
      ],
    ].filter((group) => group.length),
  };
}
