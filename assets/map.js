/* The map: outlines and names of the areas below the one shown, cells under them, a click goes deeper. Outlines are asked
   for once per area; a refresh only changes classes and words. Until the cells are there the outlines are filled. */
(() => {
  const yiping = window.yiping;
  const KEPT = 24;
  const METRES_OFF = 2e6; // at zoom 0: some ten pixels
  const kept = new Map();

  /* Outlines by address; the browser's cache holds them for ever, this one saves the parsing of the last few. */
  async function fetched(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`outlines: ${answer.status}`);
    return answer.json();
  }

  function outlines(address) {
    if (!kept.has(address)) {
      const coming = fetched(address);
      coming.catch(() => kept.delete(address));
      kept.set(address, coming);
      if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    }
    return kept.get(address);
  }

  function shadeClass(shade) {
    return shade < 0 ? "area shade-none" : `area shade-${shade}`;
  }

  /* The hatching of areas without cases, once per page: a style sheet can only refer to it. */
  function hatch() {
    if (document.getElementById("hatch")) return;
    const svg = new DOMParser().parseFromString(
      `<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0" aria-hidden="true" style="position:absolute">
        <defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch-ground" width="7" height="7"/><line class="hatch-line" y2="7"/></pattern></defs></svg>`,
      "image/svg+xml",
    );
    document.body.append(document.importNode(svg.documentElement, true));
  }

  function attach(map) {
    hatch();
    const labels = yiping.labels(map);
    const hover = yiping.hover(map.getContainer());
    const pulses = yiping.pulses(map);
    const cells = yiping.mapCells(map, yiping.mapNames(map, labels));
    const ground = yiping.mapGround(map);
    const tools = yiping.mapTools(map);
    yiping.mapKeys(map);
    const layers = yiping.mapLayers(map, { cells: switched("cells"), labels: switched("labels"), tiles: switched("tiles") });
    let layer = null;
    let drawn = "";
    let data = null;
    let turn = 0;
    let fitted = null;

    /* What is always there and only hidden: the style sheet does it. */
    function switched(key) {
      const hidden = (is) => {
        map.getContainer().classList.toggle(`without-${key}`, is);
        if (key === "labels") labels.arrange();
      };
      return { show: () => hidden(false), hide: () => hidden(true) };
    }

    function paint() {
      layer.eachLayer((part) => {
        const { code, name } = part.feature.properties;
        const [shade, words] = data.values[code] || [-1, ""];
        const element = part.getElement();
        if (element) {
          const clickable = data.down ? " clickable" : "";
          element.setAttribute("class", `leaflet-interactive ${shadeClass(shade)}${clickable}`);
          element.setAttribute("aria-label", `${name} ${words}`);
          element.dataset.code = code;
          element.setAttribute("role", data.down ? "link" : "img");
          element.setAttribute("tabindex", data.down ? "0" : "-1");
        }
        labels.say(code, words.split(" · ")[0], shade);
      });
      labels.arrange();
      map.getContainer().querySelectorAll(".leaflet-control-zoom a").forEach((control, index) => {
        control.title = data.zoom[index];
        control.setAttribute("aria-label", data.zoom[index]);
      });
      hover.refresh();
    }

    /* The cells of the present data, or the outlines filled where they cannot be had. */
    function paintCells() {
      const mine = data;
      const container = map.getContainer();
      const said = (shown) => {
        if (mine !== data) return;
        container.classList.toggle("cells-shown", shown);
        Object.assign(container.dataset, { painted: mine.search, paintedArea: mine.area });
      };
      return cells.show(mine, { painted: () => said(true), failed: () => said(false) });
    }

    function down(code) {
      if (data.down) yiping.go(data.down.replace(data.place, encodeURIComponent(code)));
    }

    /* Which area lies under a click says the server, exactly; the outline clicked where it cannot be asked. */
    async function choose(point, code) {
      if (!data.down) return;
      const spot = await cells.spot(point).catch(() => null);
      if (spot || code) down(spot?.code || code);
    }

    /* Name, value and n of the area under the pointer: of an outline at hand, of smaller areas when they are asked for. */
    function tell(event, code, name) {
      if (cells.isDeeper()) {
        cells.about(event.latlng, (lines) => hover.show(event.originalEvent, () => lines));
      } else {
        hover.show(event.originalEvent, () => [name, data.values[code]?.[1] || ""]);
      }
    }

    function bind(part) {
      const { code, name } = part.feature.properties;
      part.on("mouseover mousemove", (event) => tell(event, code, name));
      part.on("mouseout", hover.hide);
      part.on("click", (event) => {
        window.L.DomEvent.stop(event);
        choose(event.latlng, code);
      });
    }

    function reachable(part) {
      const element = part.getElement();
      element.addEventListener("keydown", (event) => event.key === "Enter" && down(part.feature.properties.code));
    }

    function fit() {
      if (!layer) return;
      map.invalidateSize({ animate: false, pan: false });
      const space = Math.round(Math.min(map.getSize().x, map.getSize().y) * 0.03);
      map.fitBounds(layer.getBounds(), { animate: false, padding: [space, space] });
      cells.fitted();
      labels.arrange();
      fitted = { centre: map.getCenter(), zoom: map.getZoom() };
    }

    /* Another size of the map shows the whole area again, but not to those who went to look elsewhere. */
    function resized() {
      const away = fitted && map.distance(fitted.centre, map.getCenter()) * 2 ** map.getZoom() > METRES_OFF;
      if (!fitted || (map.getZoom() === fitted.zoom && !away)) return fit();
      map.invalidateSize({ animate: false });
      labels.arrange();
    }

    function draw(collection) {
      if (layer) layer.remove();
      labels.clear();
      hover.hide();
      pulses.clear();
      layer = window.L.geoJSON(collection, { smoothFactor: 0.3, onEachFeature: (_, part) => bind(part) }).addTo(map);
      layer.eachLayer((part) => {
        reachable(part);
        labels.add(part.feature.properties.code, part.feature.properties.name, part);
      });
    }

    async function show(place) {
      data = JSON.parse(place.dataset.map);
      const mine = ++turn;
      if (data.outlines !== drawn) {
        const collection = await outlines(data.outlines);
        if (mine !== turn) return;
        draw(collection);
        drawn = data.outlines;
        paint();
        fit();
      } else {
        paint();
      }
      ground.show(data);
      tools.show(data);
      layers.show(data);
      await paintCells();
    }

    yiping.pulse = pulses.pulse;
    new ResizeObserver(resized).observe(map.getContainer());
    map.on("zoomend moveend", labels.arrange);
    map.on("click", (event) => data && choose(event.latlng, null));
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest && event.target.closest("input, select, textarea");
      if (!data || !data.up || typing || !map.getContainer().isConnected || yiping.isWall()) return;
      if (event.key === "Escape" || event.key === "Backspace") yiping.go(data.up);
    });
    yiping.watch("data-map", (place) => show(place).catch(() => (map.getContainer().dataset.painted = "failed")));
  }

  yiping.outlines = outlines;
  yiping.isWall = () => document.documentElement.dataset.screen === "wall";
  window.L.Map.addInitHook(function hook() {
    this.whenReady(() => attach(this));
  });
})();
