/* What the server declares once and the browser has to know too: the screens and the parameters of an address. */

/** @import { BrowserConfig, ScreenConfig } from "../payloads.js" */

const ELEMENT_ID = "yiping-config";
/** @type {BrowserConfig | undefined} */
let config;

/** @returns {BrowserConfig} the tables in the page */
const tables = () => (config ??= JSON.parse(document.getElementById(ELEMENT_ID)?.textContent ?? ""));

/**
 * The screen of a path; an unknown path is the first screen's.
 * @param {string} path
 * @returns {ScreenConfig}
 */
export const screenAt = (path) => tables().screens.find((screen) => screen.path === path) ?? tables().screens[0];

/**
 * Whether a path is one of this application's screens.
 * @param {string} path
 */
export const isScreen = (path) => tables().screens.some((screen) => screen.path === path);

/** The address of plotly.js. */
export const plotlyAddress = () => tables().plotly;

/**
 * The name of a parameter of the address, as the server declares it. Raises an Error for one that it does not know.
 * @param {string} name
 */
function parameter(name) {
  if (!tables().parameters.some((one) => one.name === name)) throw new Error(`no parameter ${name}`);
  return name;
}

/** The names of all parameters in the order in which an address has them. */
export const parameterNames = () => tables().parameters.map(({ name }) => name);

/** The parameters that modules read and write: the area, the case whose card is open, the layers, the scene
    of a wall, and what looks back. */
export const parameters = {
  get area() {
    return parameter("area");
  },
  get case() {
    return parameter("case");
  },
  get kpi() {
    return parameter("kpi");
  },
  get layers() {
    return parameter("layers");
  },
  get scene() {
    return parameter("scene");
  },
  get turn() {
    return parameter("turn");
  },
  get theme() {
    return parameter("theme");
  },
  get asOf() {
    return parameter("as_of");
  },
  get recordedAsOf() {
    return parameter("recorded_as_of");
  },
  get replay() {
    return parameter("replay");
  },
};

/**
 * What a parameter of an address is, or else its default.
 * @param {string} name
 * @param {string} [search] its query, that of the page's address where none is given
 */
export function valueInAddress(name, search = window.location.search) {
  const given = new URLSearchParams(search).get(name);
  return given || (tables().parameters.find((one) => one.name === name)?.default ?? "");
}
