/* The card of one case, on the map: its steps, its time against each limit, its versions. Which case is open says the
   address (`case=source/number`); the map's panel tells where to ask and as of when. Texts enter as text nodes only. */
(() => {
  const yiping = (window.yiping = window.yiping || {});
  const CLOSE_UP = 15;
  let map = null;
  let told = null;
  let card = null;
  let mark = null;
  let shown = "";
  let asked = "";
  let written = "";
  let fly = false;
  let before = null;
  let ask = null;

  const wanted = () => new URLSearchParams(window.location.search).get("case") || "";

  function go(id) {
    const address = new URL(window.location.href);
    if (id) address.searchParams.set("case", id);
    else address.searchParams.delete("case");
    yiping.go(address.pathname + address.search);
  }

  function element(name, classes, ...content) {
    const made = document.createElement(name);
    if (classes) made.className = classes;
    made.append(...content);
    return made;
  }

  function frame() {
    if (card?.isConnected) return card;
    card = element("section", "event-card");
    card.setAttribute("role", "dialog");
    card.tabIndex = -1;
    document.getElementById("map-holder").append(card);
    window.L.DomEvent.disableClickPropagation(card);
    window.L.DomEvent.disableScrollPropagation(card);
    written = "";
    return card;
  }

  function heading(title, status) {
    const close = element("button", "event-card-close", "✕");
    close.type = "button";
    close.title = told.words.close;
    close.setAttribute("aria-label", told.words.close);
    close.addEventListener("click", () => go(""));
    const head = element("header", "event-card-head", element("h2", "", title), close);
    if (status) head.insertBefore(Object.assign(element("span", "event-status", status.name), { title: status.key }), close);
    return head;
  }

  function facts(pairs) {
    const list = element("dl", "event-facts");
    for (const [name, value] of pairs) list.append(element("dt", "", name), element("dd", "", value));
    return list;
  }

  function limit(one) {
    const bar = element("span", "limit-bar", element("span", "limit-taken"));
    bar.firstElementChild.style.width = `${one.share}%`;
    const row = element(
      "li",
      `limit limit-${one.kept}`,
      element("span", "limit-name", one.name),
      bar,
      element("span", "limit-times", `${one.taken} / ${one.allowed}`),
      element("span", "limit-said", `${one.sign} ${one.said}`),
    );
    row.title = one.due_text;
    row.dataset.limit = one.key;
    return row;
  }

  function step(one) {
    const row = element(
      "li",
      "step-row",
      element("span", "step-time", one.time),
      element("span", "step-name", one.name),
      element("span", "step-after", one.after),
      element("span", "step-who", [one.who, one.note].filter(Boolean).join(" · ")),
    );
    row.dataset.step = one.key;
    return row;
  }

  function version(one) {
    const row = element("li", "version", element("span", "step-time", one.time));
    const lines = one.changes.length ? one.changes : [one.note];
    row.append(element("div", "", ...lines.map((line) => element("div", "", line))));
    return row;
  }

  function versions(data) {
    const box = element("details", "event-versions", element("summary", "", `${data.words.versions} ${data.versions.length}`));
    box.append(element("ol", "", ...data.versions.map(version)));
    box.open = Boolean(card.querySelector(".event-versions[open]"));
    return box;
  }

  /* The answer in place of what stood there; where one had scrolled to stays. */
  function write(data) {
    const text = JSON.stringify(data);
    if (text === written) return;
    const scrolled = card.querySelector(".event-card-body")?.scrollTop || 0;
    const body = element("div", "event-card-body", facts(data.facts));
    if (data.text) body.prepend(element("p", "event-text", data.text));
    if (data.limits.length) {
      const list = element("ol", "limits", ...data.limits.map(limit));
      body.append(Object.assign(element("h3", "", data.words.limits), { title: data.words.calendar }), list);
    }
    body.append(element("h3", "", data.words.steps), element("ol", "event-steps", ...data.steps.map(step)), versions(data));
    const foot = element("footer", "event-card-foot", element("span", "", data.words.as_of));
    if (data.point) {
      const there = element("button", "event-card-fly", data.words.fly);
      there.type = "button";
      there.addEventListener("click", () => goThere(data.point, true));
      foot.append(there);
    }
    card.setAttribute("aria-label", `${told.words.label} ${data.id}`);
    card.replaceChildren(heading(data.title, data.status), body, foot);
    body.scrollTop = scrolled;
    written = text;
    card.dataset.shown = data.id;
  }

  function say(sentence) {
    card.replaceChildren(heading(shown), element("p", "empty", sentence));
    written = "";
    delete card.dataset.shown;
    unmark();
  }

  function unmark() {
    mark?.remove();
    mark = null;
  }

  /* A ring where the case is; the view goes there where it is asked to, or cannot see it. */
  function goThere(point, moves) {
    unmark();
    if (!point || !map) return;
    const place = window.L.latLng(point[1], point[0]);
    const icon = window.L.divIcon({ className: "case-mark", iconSize: null });
    mark = window.L.marker(place, { icon, interactive: false, keyboard: false }).addTo(map);
    if (!moves) return;
    const zoom = Math.max(map.getZoom(), CLOSE_UP);
    const aside = map.project(place, zoom).subtract([card.offsetWidth / 2, 0]);
    map.setView(map.unproject(aside, zoom), zoom, { animate: false });
  }

  function address() {
    const [source, ...number] = shown.split("/");
    const parameters = new URLSearchParams(told.ask.split("?")[1]);
    parameters.set("search", window.location.search);
    parameters.set("source", source);
    parameters.set("id", number.join("/"));
    return `/api/v1/case?${parameters}`;
  }

  async function fill(first) {
    const here = address();
    if (here === asked) return;
    asked = here;
    ask = ask || yiping.latest();
    try {
      const data = await ask(here);
      if (!data || data.id !== shown) return;
      write(data);
      if (first) goThere(data.point, fly || !seen(data.point));
      else if (!mark) goThere(data.point, false);
      if (first) fly = false;
    } catch (error) {
      if (here !== asked) return;
      const missing = String(error.message).endsWith(" 404");
      if (missing || !written) say(missing ? told.words.missing : told.words.failed);
      asked = "";
    }
  }

  const seen = (point) => Boolean(point && map) && map.getBounds().contains([point[1], point[0]]);

  function hide() {
    if (!shown) return;
    shown = asked = written = "";
    fly = false;
    const held = card?.contains(document.activeElement);
    card?.remove();
    unmark();
    if (held && before?.isConnected) before.focus();
    before = null;
  }

  /* What the address says is on the page. */
  function agree() {
    const id = wanted();
    if (!id || !document.getElementById("map-holder")) return hide();
    if (!told || !yiping.latest) return;
    const first = id !== shown || !card?.isConnected;
    if (first) {
      before = before || document.activeElement;
      shown = id;
      asked = "";
      frame().replaceChildren(heading(id));
      unmark();
      if (before !== document.body && !yiping.isWall()) card.focus({ preventScroll: true });
    }
    fill(first);
  }

  yiping.eventCard = {
    /** Opens the card of a case; the view goes to where it is. The address then says so. */
    open: (source, id) => {
      fly = true;
      const wish = `${source}/${id}`;
      if (wanted() === wish) shown = "";
      go(wish);
      agree();
    },
    close: () => go(""),
  };

  yiping.watch("data-case", (place) => {
    told = JSON.parse(place.dataset.case);
    agree();
  });
  for (const event of ["_dashprivate_pushstate", "popstate"]) window.addEventListener(event, agree);
  document.addEventListener("click", (event) => {
    if (event.target.closest("a[data-case-link], .events a")) fly = true;
  });
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("input, select, textarea") || document.querySelector("details.menu-holder[open]");
    if (event.key !== "Escape" || !shown || busy) return;
    event.stopImmediatePropagation();
    go("");
  });
  window.L.Map.addInitHook(function hook() {
    this.whenReady(() => {
      map = this;
      mark = null;
    });
  });
})();
