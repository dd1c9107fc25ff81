/* The search box: `/` goes to it, arrows choose, Enter goes there, Escape leaves. What it finds comes from /api/v1/search
   in groups; names enter as text nodes only. */
(() => {
  const yiping = (window.yiping = window.yiping || {});
  const REST = 80;
  let told = null;
  let box = null;
  let input = null;
  let list = null;
  let note = null;
  let results = [];
  let marked = -1;
  let waiting = 0;
  let turn = 0;
  let answered = "";
  let ask = null;

  function element(name, classes, ...content) {
    const made = document.createElement(name);
    if (classes) made.className = classes;
    made.append(...content);
    return made;
  }

  function build(place) {
    input = element("input", "search-input");
    Object.assign(input, { type: "search", autocomplete: "off", spellcheck: false, id: "search-input", maxLength: 100 });
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", "search-results");
    input.setAttribute("aria-autocomplete", "list");
    list = element("div", "search-results");
    list.id = "search-results";
    list.setAttribute("role", "listbox");
    note = element("div", "search-note");
    note.setAttribute("role", "status");
    place.replaceChildren(input, list, note);
    box = place;
    input.addEventListener("input", plan);
    input.addEventListener("focus", () => input.value.trim() && plan());
    input.addEventListener("keydown", press);
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => choose(Number(event.target.closest("[data-place]")?.dataset.place ?? -1)));
    close();
  }

  /* An answer still under way opens nothing afterwards. */
  function close() {
    window.clearTimeout(waiting);
    turn += 1;
    answered = "";
    results = [];
    marked = -1;
    list.hidden = note.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function plan() {
    window.clearTimeout(waiting);
    if (!input.value.trim()) return close();
    waiting = window.setTimeout(look, REST);
  }

  async function look() {
    const query = input.value.trim();
    const mine = turn;
    ask = ask || yiping.latest();
    try {
      const found = await ask(`/api/v1/search?q=${encodeURIComponent(query)}&${told.ask}`);
      if (!found || turn !== mine || input.value.trim() !== query) return;
      show(found, query);
    } catch {
      if (turn === mine) say(told.words.failed);
    }
  }

  function say(sentence) {
    close();
    note.textContent = sentence;
    note.hidden = false;
  }

  function option(one, key) {
    const row = element(
      "div",
      "search-result",
      element("span", "search-name", one.name),
      element("span", "search-path", one.path),
      element("span", "search-kind", one.kind),
    );
    row.dataset.place = String(results.length);
    row.id = `search-result-${results.length}`;
    row.setAttribute("role", "option");
    row.title = one.code;
    results.push({ ...one, key });
    return row;
  }

  function show(found, query) {
    if (!found.groups.length) return say(yiping.fill(told.words.none, { query }));
    close();
    answered = query;
    list.replaceChildren();
    for (const group of found.groups) {
      const place = element("div", "search-group", element("div", "search-heading", group.name));
      place.setAttribute("role", "group");
      place.setAttribute("aria-label", group.name);
      place.dataset.group = group.key;
      place.append(...group.results.map((one) => option(one, group.key)));
      list.append(place);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(0);
  }

  function mark(place) {
    const rows = list.querySelectorAll(".search-result");
    rows[marked]?.setAttribute("aria-selected", "false");
    marked = (place + rows.length) % rows.length;
    rows[marked].setAttribute("aria-selected", "true");
    rows[marked].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", rows[marked].id);
  }

  function choose(place) {
    const chosen = results[place];
    if (!chosen) return;
    close();
    input.value = "";
    input.blur();
    if (chosen.key === "cases") {
      const [source, ...number] = chosen.code.split("/");
      yiping.eventCard.open(source, number.join("/"));
      return;
    }
    if (chosen.key === "special_grids") yiping.flyToSpecial?.(chosen.code);
    yiping.go(chosen.href);
  }

  /* Enter before the answer has come waits for it. */
  async function enter() {
    if (answered !== input.value.trim()) {
      window.clearTimeout(waiting);
      await look();
    }
    choose(marked);
  }

  function press(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && results.length) mark(marked + 1);
    else if (event.key === "ArrowUp" && results.length) mark(marked - 1);
    else if (event.key === "Enter") enter();
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function leave() {
    if (list.hidden && note.hidden) {
      input.value = "";
      input.blur();
    }
    close();
  }

  yiping.watch("data-finder", (place) => {
    told = JSON.parse(place.dataset.finder);
    const here = document.getElementById("search-box");
    if (!here) return;
    if (here !== box || !here.contains(input)) build(here);
    input.placeholder = told.words.placeholder;
    input.setAttribute("aria-label", told.words.label);
    list.setAttribute("aria-label", told.words.label);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !input?.isConnected) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  document.addEventListener("pointerdown", (event) => {
    if (input?.isConnected && !box.contains(event.target)) close();
  });
})();
