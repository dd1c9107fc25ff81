/* The look of all figures, one for every theme and for paper: its colours are the tokens of the style sheet. */

import { element } from "../../core/elements.js";

/** @typedef {Record<"panel" | "line" | "text" | "quiet" | "accent" | "bar" | "warn" | "hover", string>} Colours */
/** @typedef {{ colours: Colours, parts: string[], shades: string[], family: string, size: number }} Look
    parts: of lines and bars that stand beside each other; shades: of a heat table, from little to much; size: of type */

const NAMES = /** @type {(keyof Colours)[]} */ (["panel", "line", "text", "quiet", "accent", "bar", "warn", "hover"]);
const PARTS = 8;
const SHADES = 6;

/**
 * The look of a place as the style sheet has it now.
 * @param {Element} place
 * @returns {Look}
 */
export function lookOf(place) {
  const style = getComputedStyle(place);
  const token = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  const row = (/** @type {string} */ name, /** @type {number} */ count) =>
    Array.from({ length: count }, (_, index) => token(`${name}-${index}`));
  const colours = /** @type {Colours} */ (Object.fromEntries(NAMES.map((name) => [name, token(name)])));
  return {
    colours,
    parts: row("part", PARTS),
    shades: row("shade", SHADES),
    family: style.fontFamily,
    size: parseFloat(style.fontSize),
  };
}

/**
 * The same on paper, whatever the theme of the page.
 * @param {Element} place
 */
export function paperLookOf(place) {
  const paper = element("span", "on-paper");
  place.append(paper);
  const look = lookOf(paper);
  paper.remove();
  return look;
}

/**
 * What the layouts of all figures have in common.
 * @param {Look} look
 * @param {{ width: number, height: number }} frame
 */
export function commonLayout({ colours, family, size, parts }, { width, height }) {
  const font = { family, size, color: colours.quiet };
  return {
    width,
    height,
    font,
    paper_bgcolor: colours.panel,
    plot_bgcolor: colours.panel,
    colorway: parts,
    showlegend: false,
    hoverlabel: { bgcolor: colours.hover, bordercolor: colours.line, font: { family, size, color: colours.text } },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: colours.quiet, activecolor: colours.accent },
  };
}

/**
 * What their axes have in common.
 * @param {Look} look
 */
export const commonAxis = ({ colours }) => ({
  gridcolor: colours.line,
  linecolor: colours.line,
  zeroline: false,
  fixedrange: false,
  automargin: false,
  ticklabeloverflow: "allow", // margins leave room for them; to look for those that reach beyond measures each of them
  ticks: "",
});
