/* The cases themselves: a button for every cluster with its exact count, a dot for a case alone. Buttons are kept by their
   cell, so that a refresh changes numbers and nothing flickers; a click lists the cases (map_layers_points_list.js). */
(() => {
  const yiping = window.yiping;
  const PADDED = 0.1;
  const WORLD = 256;
  const DOT = 0.75; // rem
  const [SMALLEST, GREATEST] = [1.5, 2.9];
  const LONG = 10_000;

  const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

  /* Across, in rem: one size more for each digit. */
  const across = (n) => (n === 1 ? DOT : Math.min(GREATEST, SMALLEST + 0.35 * (String(n).length - 1)));

  /* All digits where there is room; from ten thousand on rounded, exact in the title and in the list. */
  function brief(n) {
    if (n < LONG) return String(n);
    return new Intl.NumberFormat(document.documentElement.lang, { notation: "compact", maximumSignificantDigits: 2 }).format(n);
  }

  yiping.mapLayer("points", (map, say, missed) => {
    const pane = map.getPane("points") || map.createPane("points");
    pane.style.zIndex = 620;
    const ask = yiping.latest();
    const list = yiping.caseList(map);
    const held = new Map();
    let told = null;
    let question = "";

    /* The middle of its cases, moved so far that the circle stays in its own cell: circles never cover each other. */
    function place({ depth, x, y, n, point }) {
      if (n === 1) return point;
      const zoom = map.getZoom();
      const side = (WORLD * 2 ** zoom) / 2 ** depth;
      const half = Math.min((across(n) * rem()) / 2, side / 2);
      const within = (value, cell) => Math.min(Math.max(value, cell * side + half), (cell + 1) * side - half);
      const at = map.project(point, zoom);
      return map.unproject(window.L.point(within(at.x, x), within(at.y, y)), zoom);
    }

    function make(cell) {
      const button = document.createElement("button");
      button.type = "button";
      const icon = window.L.divIcon({ className: "case-cluster", html: button, iconSize: null });
      const marker = window.L.marker(place(cell), { icon, pane: "points", interactive: false, keyboard: false }).addTo(map);
      window.L.DomEvent.disableClickPropagation(button);
      button.addEventListener("click", () => open(button));
      return { button, marker };
    }

    function open(button) {
      const { cell, known, n } = button.dataset;
      list.open(address(cell, known), button, Number(n) === 1);
    }

    function address(cell, known) {
      const [path, query] = told.data.split("?");
      return `${path}/cases?${query}&${new URLSearchParams({ cell, known: known || "" })}`;
    }

    function write({ button, marker }, cell, answer) {
      const { n, key } = cell;
      const text = n === 1 ? "" : brief(n);
      if (button.textContent !== text) button.textContent = text;
      button.classList.toggle("one", n === 1);
      button.style.width = button.style.height = `${across(n)}rem`;
      button.title = n === 1 ? answer.words.one : answer.words.cluster.replace("{n}", n.toLocaleString("en-US"));
      button.setAttribute("aria-label", button.title);
      Object.assign(button.dataset, { cell: key, n, known: answer.known });
      marker.setLatLng(place(cell));
    }

    function draw(answer) {
      const seen = new Set();
      for (const [x, y, n, lon, lat] of answer.clusters) {
        const cell = { key: `${answer.depth}.${x}.${y}`, depth: answer.depth, x, y, n, point: window.L.latLng(lat, lon) };
        seen.add(cell.key);
        if (!held.has(cell.key)) held.set(cell.key, make(cell));
        write(held.get(cell.key), cell, answer);
      }
      for (const [key, { marker }] of held) {
        if (seen.has(key)) continue;
        marker.remove();
        held.delete(key);
      }
    }

    function legend({ words, known }) {
      const texts = [words.title, words.total].filter(Boolean).map((text, index) => {
        const one = document.createElement("span");
        if (!index) one.className = "layer-title";
        one.textContent = text;
        return one;
      });
      if (!words.without) return texts;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words.without;
      button.addEventListener("click", () => list.open(address("none", known), button, false));
      return [...texts, button];
    }

    async function refresh() {
      if (!told) return;
      const mine = told;
      try {
        const answer = await ask(`${mine.data}&${yiping.viewAsked(map, PADDED)}`);
        if (!answer || told !== mine) return;
        list.words(answer.words);
        draw(answer);
        say(legend(answer));
        pane.classList.remove("stale");
        const { in_sight: sight, with_point: point, without_point: without } = answer;
        Object.assign(pane.dataset, { drawn: mine.data, sight, with: point, without });
      } catch {
        if (told !== mine) return;
        pane.classList.add("stale");
        missed();
      }
    }

    /* What the cases are those of: the address without the card that is open. Another one makes an open list untrue. */
    function asked() {
      const search = new URLSearchParams(window.location.search);
      search.delete("case");
      return search.toString();
    }

    return {
      show(next) {
        if (!told) map.on("moveend", refresh);
        if (told && asked() !== question) list.close();
        question = asked();
        told = next;
        refresh();
      },
      hide() {
        if (!told) return;
        map.off("moveend", refresh);
        told = null;
        list.close();
        held.forEach(({ marker }) => marker.remove());
        held.clear();
        delete pane.dataset.drawn;
      },
    };
  });
})();
