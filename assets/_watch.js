/* One observer for the whole page: tells modules when an element with their attribute appears or changes. */
(() => {
  const yiping = (window.yiping = window.yiping || {});
  const handlers = new Map();
  const settled = [];

  /** Calls handler(element) for every element that has `attribute`, now and whenever the attribute is set. */
  yiping.watch = (attribute, handler) => {
    handlers.set(attribute, handler);
    observe();
    document.querySelectorAll(`[${attribute}]`).forEach(handler);
  };

  /** Calls handler() after each burst of changes to the page. */
  yiping.afterChanges = (handler) => settled.push(handler);

  function announce(records) {
    const touched = new Map();
    const note = (element, attribute) => {
      if (!touched.has(element)) touched.set(element, new Set());
      touched.get(element).add(attribute);
    };
    for (const record of records) {
      if (record.type === "attributes") {
        if (handlers.has(record.attributeName)) note(record.target, record.attributeName);
        continue;
      }
      for (const node of record.addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        for (const attribute of handlers.keys()) {
          if (node.hasAttribute(attribute)) note(node, attribute);
          node.querySelectorAll(`[${attribute}]`).forEach((element) => note(element, attribute));
        }
      }
    }
    for (const [element, attributes] of touched) {
      for (const attribute of attributes) {
        if (element.isConnected && element.hasAttribute(attribute)) handlers.get(attribute)(element);
      }
    }
    settled.forEach((handler) => handler());
  }

  const observer = new MutationObserver(announce);

  function observe() {
    observer.observe(document.documentElement, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: [...handlers.keys(), "data-search"],
    });
  }
})();
