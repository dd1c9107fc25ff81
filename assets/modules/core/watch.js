/* One observer for the whole page: calls modules when an element with their attribute appears or changes. */

/** @type {Map<string, (element: HTMLElement) => void>} */
const handlers = new Map();
/** @type {(() => void)[]} */
const afterBursts = [];
let watched = "";

/**
 * Calls handler(element) for every element that has `attribute`, now and whenever the attribute is set.
 * @param {string} attribute
 * @param {(element: HTMLElement) => void} handler
 */
export function watch(attribute, handler) {
  handlers.set(attribute, handler);
  watched = [...handlers.keys()].map((name) => `[${name}]`).join();
  observe();
  for (const element of document.querySelectorAll(`[${attribute}]`)) handler(/** @type {HTMLElement} */ (element));
}

/**
 * As `watch`, for an attribute that holds JSON of the server: handler(payload, element).
 * @template Payload
 * @param {string} attribute
 * @param {(payload: Payload, element: HTMLElement) => void} handler
 */
export function watchJson(attribute, handler) {
  watch(attribute, (element) => handler(JSON.parse(element.getAttribute(attribute) ?? "null"), element));
}

/**
 * Calls handler() after each burst of changes to the page.
 * @param {() => void} handler
 */
export const afterChanges = (handler) => afterBursts.push(handler);

/** @param {MutationRecord[]} records */
function dispatch(records) {
  /** @type {Map<HTMLElement, Set<string>>} */
  const touched = new Map();
  const add = (/** @type {Element} */ element, /** @type {string} */ attribute) => {
    const changed = /** @type {HTMLElement} */ (element);
    touched.set(changed, (touched.get(changed) ?? new Set()).add(attribute));
  };
  const addAll = (/** @type {Element} */ element) => {
    for (const attribute of element.getAttributeNames()) if (handlers.has(attribute)) add(element, attribute);
  };
  for (const { type, target, attributeName, addedNodes } of records) {
    if (type === "attributes") {
      if (handlers.has(attributeName ?? "")) add(/** @type {Element} */ (target), attributeName ?? "");
      continue;
    }
    for (const node of addedNodes) {
      if (!(node instanceof Element)) continue;
      addAll(node);
      if (node.firstElementChild) node.querySelectorAll(watched).forEach(addAll);
    }
  }
  for (const [element, attributes] of touched) {
    for (const attribute of attributes) {
      if (element.isConnected && element.hasAttribute(attribute)) handlers.get(attribute)?.(element);
    }
  }
  afterBursts.forEach((handler) => handler());
}

/** @type {MutationObserver | undefined} */
let observer;

function observe() {
  observer ??= new MutationObserver(dispatch);
  observer.observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: [...handlers.keys(), "data-search"],
  });
}
