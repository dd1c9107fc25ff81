/* Special grids: outlines of those in sight, names of the key ones. A click chooses one, with Shift it is compared with
   those chosen already: a small table on the map. Data: /api/v1/map/special. */
(() => {
  const yiping = window.yiping;
  const REST = 120;
  const GAP = 2;
  let wish = "";

  /** The view goes to this special grid once it is chosen. */
  yiping.flyToSpecial = (code) => (wish = code);

  function element(name, classes, ...content) {
    const made = document.createElement(name);
    if (classes) made.className = classes;
    made.append(...content);
    return made;
  }

  function link(classes, text, href, title) {
    const made = element("a", classes, text);
    made.href = href;
    made.title = title;
    made.setAttribute("aria-label", title);
    return made;
  }

  /* Chosen special grids as columns, KPIs as rows. */
  function table(told) {
    const { names, rows, words } = told.compare;
    const head = element("tr", "", element("th", ""));
    names.forEach((name, place) => {
      const code = told.chosen[place];
      const cell = element("th", "", element("span", "", name));
      if (names.length > 1) cell.append(" ", link("special-remove", "✕", told.without[code], `${words.remove} ${name}`));
      cell.scope = "col";
      head.append(cell);
    });
    const body = rows.map(([name, cells]) => {
      const row = element("tr", "", Object.assign(element("th", "", name), { scope: "row" }));
      row.append(...cells.map(([value, size]) => element("td", "", value, ...(size ? [element("span", "quiet", ` ${size}`)] : []))));
      return row;
    });
    return element("table", "", element("thead", "", head), element("tbody", "", ...body));
  }

  yiping.mapLayer("special", (map, say, missed) => {
    map.createPane("special").style.zIndex = 420;
    const labels = window.L.layerGroup();
    const ask = yiping.latest();
    const hover = yiping.hover(map.getContainer());
    const box = element("section", "special-compare");
    box.hidden = true;
    window.L.DomEvent.disableClickPropagation(box);
    window.L.DomEvent.disableScrollPropagation(box);
    let outlines = null;
    let data = "";
    let told = null;
    let on = false;
    let first = "";
    let drawn = "";
    let seen = "";
    let waiting = 0;
    let clicked = false;

    function address() {
      const sides = map.getBounds().pad(0.15);
      const bbox = [sides.getWest(), sides.getSouth(), sides.getEast(), sides.getNorth()].map((side) => side.toFixed(5));
      return `${data}&zoom=${map.getZoom().toFixed(1)}&bbox=${bbox.join(",")}`;
    }

    function choose(code, together) {
      const adds = together && told.add && !told.chosen.includes(code);
      clicked = true;
      if (told.chosen.includes(code)) yiping.go(told.without[code]);
      else yiping.go((adds ? told.add : told.choose).replace(told.place, encodeURIComponent(code)));
    }

    function bind(grid, part) {
      const lines = () => [grid.kind, grid.name];
      part.on("mouseover mousemove", (event) => hover.show(event.originalEvent, lines));
      part.on("mouseout", hover.hide);
      if (yiping.isWall()) return;
      part.on("click", (event) => {
        window.L.DomEvent.stop(event);
        choose(grid.code, event.originalEvent.shiftKey);
      });
      part.on("add", () => {
        const path = part.getElement();
        path.setAttribute("role", "button");
        path.setAttribute("tabindex", "0");
        path.setAttribute("aria-label", `${grid.kind} ${grid.name}`);
        path.setAttribute("aria-pressed", String(told.chosen.includes(grid.code)));
        path.dataset.special = grid.code;
        path.addEventListener("keydown", (event) => event.key === "Enter" && choose(grid.code, event.shiftKey));
      });
    }

    function name(grid) {
      const [west, south, east, north] = window.L.geoJSON(grid.outline).getBounds().toBBoxString().split(",").map(Number);
      const place = element("span", "special-label", grid.name);
      const icon = window.L.divIcon({ className: "special-name", html: place, iconSize: null });
      labels.addLayer(window.L.marker([(south + north) / 2, (west + east) / 2], { icon, interactive: false, keyboard: false }));
    }

    /* The new outlines in place of the old in one turn, so that nothing flickers. */
    function draw() {
      const written = JSON.stringify([told.chosen, told.grids.map((grid) => grid.code)]);
      if (written === drawn) return;
      drawn = written;
      hover.hide();
      labels.clearLayers();
      const next = window.L.featureGroup();
      for (const grid of [...told.grids].reverse()) {
        const place = told.chosen.indexOf(grid.code);
        const classes = ["special", grid.key && "key", place === 0 && "chosen", place > 0 && "compared"].filter(Boolean).join(" ");
        window.L.geoJSON(grid.outline, {
          pane: "special",
          className: classes,
          smoothFactor: 0.5,
          onEachFeature: (_, part) => bind(grid, part),
        }).addTo(next);
        if (grid.key || place >= 0) name(grid);
      }
      next.addTo(map);
      outlines?.remove();
      outlines = next;
      labels.addTo(map);
    }

    /* No name over another, nor over that of an area. */
    function arrange() {
      const taken = [...map.getContainer().querySelectorAll(".area-label:not(.hidden)")].map((one) => one.getBoundingClientRect());
      for (const place of map.getContainer().querySelectorAll(".special-label")) {
        place.classList.remove("hidden");
        const side = place.getBoundingClientRect();
        const clash = taken.some((other) => side.left < other.right + GAP && other.left < side.right + GAP && side.top < other.bottom && other.top < side.bottom);
        if (clash) place.classList.add("hidden");
        else taken.push(side);
      }
    }

    function compare() {
      if (!told.compare) {
        box.hidden = true;
        return;
      }
      const { words, close } = told.compare;
      const shut = link("special-close", "✕", close, words.close);
      box.setAttribute("aria-label", words.compare);
      box.replaceChildren(element("header", "", element("h2", "", words.compare), shut), table(told));
      if (!box.isConnected) document.getElementById("map-holder").append(box);
      box.hidden = false;
    }

    /* To a special grid that was chosen elsewhere than on the map. */
    function fly() {
      const code = told.chosen[0] || "";
      const other = code !== first;
      first = code;
      const moves = code && ((other && !clicked) || wish === code);
      clicked = false;
      wish = "";
      if (!moves) return;
      const [west, south, east, north] = told.bounds;
      map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: 16, padding: [80, 80] });
    }

    /* The same view of the same screen a moment later: nothing but the numbers compared can be new. */
    async function look() {
      window.clearTimeout(waiting);
      if (!on) return;
      const here = address();
      const view = here.replace(/&stamp=[^&]*/, "");
      const same = told && view === seen;
      if (same && !told.compare) return;
      const found = await ask(same ? `${here}&outlines=none` : here).catch(() => null);
      if (!on || found === undefined) return;
      if (found === null) return missed();
      told = same ? { ...found, grids: told.grids } : found;
      seen = view;
      say(told.legend.map((part) => element("span", "", part)));
      draw();
      compare();
      fly();
      arrange();
      map.getContainer().dataset.special = String(told.shown);
    }

    function moved() {
      window.clearTimeout(waiting);
      arrange();
      waiting = window.setTimeout(look, REST);
    }

    return {
      show(layer) {
        data = layer.data;
        if (!on) map.on("moveend", moved);
        on = true;
        look();
      },
      hide() {
        if (!on) return;
        on = false;
        window.clearTimeout(waiting);
        map.off("moveend", moved);
        hover.hide();
        outlines?.remove();
        outlines = null;
        drawn = seen = first = "";
        told = null;
        labels.clearLayers();
        labels.remove();
        box.remove();
        delete map.getContainer().dataset.special;
      },
    };
  });
})();
