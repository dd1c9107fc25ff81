/* The layers over the cells: the panel's data say which are on, buttons and the keys 1–9 switch them by their address.
   A layer that is on gets every new data; nothing of one that is off stays on the page. */

/** @import { LayerButton, MapPanel } from "../payloads.js" */
/** @import { Layer } from "./layers/registry.js" */

import { parameterNames, parameters } from "../core/config.js";
import { isWall } from "../core/document.js";
import { around, element, find } from "../core/elements.js";
import { withParameter } from "../core/filtering/filter_address.js";
import { hasModifier, isTyping } from "../core/keyboard.js";
import { go } from "../core/navigation.js";
import { MAKERS } from "./layers/registry.js";

const NO_LAYER = "none"; // in an address
/** @type {string[]} those that are on where the address says nothing, as last drawn */
let standard = [];

/** @param {string} key */
const legendOf = (key) => find(`[data-layer-legends] [data-layer="${key}"]`);

/**
 * The place of a layer in the legend, made at the first need.
 * @param {string} key
 */
function legendPlace(key) {
  const place = find("[data-layer-legends]");
  if (!place) return null;
  const present = legendOf(key);
  if (present) return present;
  const made = place.appendChild(element("div", "layer-legend"));
  made.dataset.layer = key;
  return made;
}

/** Whether the map is drawn as the address has it. */
const isDrawn = () => find("[data-panel='map']")?.dataset.search === window.location.search;

/**
 * Where a switch leads from the address as it is now: another may have been pressed that is not drawn yet.
 * @param {LayerButton} pressed
 * @param {LayerButton[]} layers
 */
function leadsTo({ key, href }, layers) {
  if (isDrawn()) return href;
  const { pathname, search } = window.location;
  const given = new URLSearchParams(search).get(parameters.layers);
  const before = given === null ? standard : given.split(",");
  const on = layers.map((layer) => layer.key).filter((one) => before.includes(one) !== (one === key));
  return pathname + withParameter(search, parameters.layers, on.join() || NO_LAYER, parameterNames());
}

/** @param {L.Map} map */
function buttonBar(map) {
  const place = map.getContainer().appendChild(element("div", "layer-control"));
  place.setAttribute("role", "group");
  L.DomEvent.disableClickPropagation(place);
  /** @type {LayerButton[]} */
  let shown = [];
  place.addEventListener("click", (event) => {
    const button = /** @type {HTMLAnchorElement | null} */ (around(event, "a"));
    const pressed = button && shown[[...place.children].indexOf(button)];
    if (pressed) button.href = leadsTo(pressed, shown);
  });
  /**
   * @param {LayerButton[]} layers
   * @param {string} name
   */
  return (layers, name) => {
    shown = layers;
    place.setAttribute("aria-label", name);
    while (place.children.length > layers.length) place.lastElementChild?.remove();
    layers.forEach((layer, index) => {
      const button = /** @type {HTMLAnchorElement} */ (place.children[index] ?? place.appendChild(element("a")));
      button.textContent = layer.name;
      button.href = layer.href;
      button.title = `${layer.name} (${index + 1})`;
      button.setAttribute("role", "switch");
      button.setAttribute("aria-checked", String(layer.on));
    });
  };
}

/**
 * The layers of a map, `own` ones by key beside those registered: `show(data)` for the JSON of the map's panel.
 * @param {L.Map} map
 * @param {Record<string, Layer>} own
 */
export function layerControl(map, own) {
  /** @type {Map<string, Layer>} */
  const made = new Map(Object.entries(own));
  /** @type {ReturnType<typeof buttonBar> | null} */
  let draw = null;
  /** @type {LayerButton[]} */
  let layers = [];

  /**
   * @param {string} key
   * @param {(state: LayerButton) => string} words
   */
  function say(key, words) {
    const state = layers.find((layer) => layer.key === key);
    if (state?.on) legendPlace(key)?.setAttribute("data-missed", words(state));
  }

  /** @param {string} key */
  const legend = (key) => ({
    write: (/** @type {(Node | string)[]} */ parts) => {
      const here = legendPlace(key);
      here?.replaceChildren(...parts);
      here?.removeAttribute("data-missed");
    },
    showMissed: (why = "") => say(key, ({ missed }) => (why ? `${missed} · ${why}` : missed)),
    showComputing: () => say(key, ({ computing }) => computing),
  });

  /** @param {string} key */
  function layerOf(key) {
    const make = MAKERS[key];
    if (!made.has(key) && make) made.set(key, make(map, legend(key)));
    return made.get(key);
  }

  /** @param {MapPanel} data */
  function show(data) {
    layers = data.layers;
    const isStandard = !new URLSearchParams(find("[data-panel='map']")?.dataset.search).has(parameters.layers);
    if (isStandard || !standard.length) standard = layers.filter(({ on }) => on).map((layer) => layer.key);
    if (!isWall()) (draw ??= buttonBar(map))(layers, data.layers_name);
    for (const state of layers) {
      if (state.on) layerOf(state.key)?.show(state, data);
      else if (made.has(state.key)) {
        made.get(state.key)?.hide();
        legendOf(state.key)?.remove();
      }
    }
  }

  document.addEventListener("keydown", (event) => {
    if (isTyping(event) || hasModifier(event) || !map.getContainer().isConnected || isWall()) return;
    const chosen = /^[1-9]$/.test(event.key) ? layers[Number(event.key) - 1] : undefined;
    if (chosen) go(leadsTo(chosen, layers));
  });
  return { show };
}
