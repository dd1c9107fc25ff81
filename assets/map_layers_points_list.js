/* The list of the cases of a cluster, on the map: as many rows as the cluster counts, page by page, reachable by keyboard.
   Texts enter as text nodes only. */
(() => {
  const yiping = window.yiping;

  function element(name, classes, text) {
    const made = document.createElement(name);
    if (classes) made.className = classes;
    made.textContent = text;
    if (name === "button") made.type = "button";
    return made;
  }

  /* A row opens the card of its case. */
  function row(one) {
    const item = document.createElement("li");
    const button = element("button", "", "");
    Object.assign(button.dataset, { source: one.source, id: one.id });
    button.append(
      element("span", "case-title", one.title),
      element("span", "case-status", one.status),
      element("span", "case-number", `${one.id} · ${one.area}`),
      element("span", "case-time", one.time),
    );
    button.addEventListener("click", () => yiping.eventCard?.open(one.source, one.id));
    item.append(button);
    return item;
  }

  /** The list of a map: `open(address, from, single)` asks for the cases there, `from` is the button that gets the focus
      back, a `single` case opens its card at once; `words(words)`, `close()`. */
  yiping.caseList = (map) => {
    let box = null;
    let from = null;
    let words = {};
    let turn = 0;

    function frame() {
      if (box) return;
      box = element("section", "case-list", "");
      box.setAttribute("role", "dialog");
      box.tabIndex = -1;
      box.addEventListener("keydown", (event) => {
        event.stopPropagation();
        if (event.key === "Escape") close();
      });
      map.getContainer().append(box);
      window.L.DomEvent.disableClickPropagation(box);
      window.L.DomEvent.disableScrollPropagation(box);
    }

    function head(title) {
      const header = document.createElement("header");
      const shut = element("button", "", "✕");
      shut.title = words.close;
      shut.setAttribute("aria-label", words.close);
      shut.addEventListener("click", close);
      header.append(element("h2", "", title), shut);
      box.setAttribute("aria-label", title);
      return header;
    }

    function foot(page, list) {
      const footer = document.createElement("footer");
      const csv = element("a", "", words.csv);
      csv.href = page.csv;
      csv.download = "cases.csv";
      footer.append(csv);
      if (page.next) {
        const more = element("button", "more", `${words.more} (${list.childElementCount} / ${page.n})`);
        more.addEventListener("click", () => add(page.next, list));
        footer.append(more);
      }
      return footer;
    }

    async function fetched(address) {
      const mine = ++turn;
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`cases: ${answer.status}`);
      const page = await answer.json();
      return mine === turn && box ? page : null;
    }

    /* One more page below those that are there. */
    async function add(address, list) {
      const page = await fetched(address).catch(() => say(words.failed));
      if (!page) return;
      const first = page.cases.map(row);
      list.append(...first);
      box.querySelector("footer").replaceWith(foot(page, list));
      first[0]?.firstElementChild.focus({ preventScroll: false });
    }

    function say(sentence) {
      box?.replaceChildren(head(sentence));
    }

    async function open(address, button, single) {
      from?.removeAttribute("aria-expanded");
      from = button;
      from.setAttribute("aria-expanded", "true");
      frame();
      say(words.asking);
      box.focus({ preventScroll: true });
      const page = await fetched(address).catch(() => say(words.failed));
      if (!page) return;
      const list = document.createElement("ol");
      list.append(...page.cases.map(row));
      box.replaceChildren(head(page.title), list, foot(page, list));
      list.querySelector("button")?.focus({ preventScroll: true });
      if (single && page.cases.length) yiping.eventCard?.open(page.cases[0].source, page.cases[0].id);
    }

    function close() {
      if (!box) return;
      turn += 1;
      box.remove();
      box = null;
      from?.removeAttribute("aria-expanded");
      if (from?.isConnected) from.focus({ preventScroll: true });
      from = null;
    }

    return { open, close, words: (next) => (words = next) };
  };
})();
