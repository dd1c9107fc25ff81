/* The map's own small tools: scale bar and north mark, the pointer's coordinates, measuring of distances and areas. */
(() => {
  const yiping = window.yiping;
  const { L } = window;
  const WIDEST = 120;
  const NEAR = 12;
  const STEPS = [1, 2, 5];
  const DECIMALS = 5;

  /* The longest round distance that is not longer than so many metres. */
  function round(metres) {
    const power = 10 ** Math.floor(Math.log10(metres));
    return power * STEPS.filter((step) => step * power <= metres).pop();
  }

  const written = (number) => number.toLocaleString("en-US", { maximumSignificantDigits: Math.max(4, Math.ceil(Math.log10(number))) });
  const length = (metres) => (metres < 1000 ? `${Math.round(metres)} m` : `${written(metres / 1000)} km`);
  const size = (square) => (square < 1e5 ? `${Math.round(square).toLocaleString("en-US")} m²` : `${written(square / 1e6)} km²`);

  function add(holder, name, tag = "div") {
    const made = document.createElement(tag);
    made.className = name;
    holder.append(made);
    return made;
  }

  /* Scale bar at the latitude of the map's middle, and which way is north. */
  function scale(map, corner) {
    const north = add(corner, "map-north");
    const bar = add(corner, "map-scale");
    const draw = () => {
      const middle = map.getSize().divideBy(2);
      const [from, to] = [-WIDEST / 2, WIDEST / 2].map((x) => map.containerPointToLatLng(middle.add([x, 0])));
      const whole = yiping.geodesy.distance(from, to);
      if (!(whole > 0)) return;
      const metres = round(whole);
      bar.style.width = `${(WIDEST * metres) / whole}px`;
      bar.textContent = length(metres);
      bar.dataset.metres = metres;
    };
    map.on("moveend zoomend resize", draw);
    draw();
    return (words) => (north.textContent = words.north);
  }

  function pointer(map, corner) {
    const place = add(corner, "map-pointer");
    map.on("mousemove", ({ latlng }) => {
      place.textContent = `${latlng.lng.toFixed(DECIMALS)}, ${latlng.lat.toFixed(DECIMALS)} WGS-84`;
    });
    map.on("mouseout", () => (place.textContent = ""));
  }

  /* Points clicked one after the other; the first clicked again, or the last, ends the figure. */
  function measuring(map, corner) {
    const container = map.getContainer();
    const button = add(corner, "map-measure", "button");
    const told = add(corner, "map-measured");
    button.type = "button";
    button.textContent = "⟷";
    button.setAttribute("aria-pressed", "false");
    told.setAttribute("role", "status");
    map.createPane("measure").style.zIndex = 620;
    const drawing = L.layerGroup();
    const style = { pane: "measure", interactive: false, className: "measure-line" };
    const line = L.polygon([], { ...style, fill: true }).addTo(drawing);
    let words = { measure_hint: "", distance: "{value}", area: "{value}" };
    let points = [];
    let on = false;
    let ended = false;

    function write() {
      if (!on) return (told.textContent = "");
      if (points.length < 2) return (told.textContent = words.measure_hint);
      const sides = points.slice(1).reduce((sum, to, place) => sum + yiping.geodesy.distance(points[place], to), 0);
      const said = [words.distance.replace("{value}", length(sides))];
      if (points.length > 2) said.push(words.area.replace("{value}", size(yiping.geodesy.area(points))));
      told.textContent = said.join(" · ");
      Object.assign(told.dataset, { metres: sides, square: points.length > 2 ? yiping.geodesy.area(points) : "" });
    }

    function turn(next) {
      on = next;
      points = [];
      ended = false;
      line.setLatLngs([]);
      if (on) drawing.addTo(map);
      else drawing.remove();
      button.setAttribute("aria-pressed", String(on));
      container.classList.toggle("measuring", on);
      write();
    }

    const near = (point, other) => map.latLngToContainerPoint(point).distanceTo(map.latLngToContainerPoint(other)) < NEAR;

    /* Before any outline or layer hears of the click: while measuring the map is paper to draw on. */
    function click(event) {
      if (!on || corner.contains(event.target) || event.target.closest("a, button, .leaflet-control")) return;
      event.stopPropagation();
      event.preventDefault();
      const point = map.mouseEventToLatLng(event);
      if (ended) [points, ended] = [[], false];
      if (points.length && (near(point, points[0]) || near(point, points.at(-1)))) ended = points.length > 1;
      else points.push(point);
      line.setLatLngs(points);
      write();
    }

    container.addEventListener("click", click, true);
    container.addEventListener("dblclick", (event) => on && event.stopPropagation(), true);
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", () => turn(!on));
    document.addEventListener(
      "keydown",
      (event) => {
        const typing = event.target.closest && event.target.closest("input, select, textarea");
        if (typing || event.ctrlKey || event.metaKey || event.altKey || !container.isConnected) return;
        const stops = on && event.key === "Escape";
        if (!stops && event.key !== "m" && event.key !== "M") return;
        event.stopImmediatePropagation();
        turn(stops ? false : !on);
      },
      true,
    );
    return (next) => {
      words = next;
      button.title = next.measure;
      button.setAttribute("aria-label", next.measure);
      write();
    };
  }

  /** Tools of a map: `show(data)` for the JSON of the map's panel. A wall has the scale and north only. */
  yiping.mapTools = (map) => {
    const corner = add(map.getContainer(), "map-tools");
    const speak = [scale(map, corner)];
    if (!yiping.isWall()) {
      pointer(map, corner);
      speak.push(measuring(map, corner));
    }
    return { show: (data) => speak.forEach((say) => say(data.words)) };
  };
})();
