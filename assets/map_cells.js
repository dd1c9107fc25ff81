/* The cells under the map's outlines: which level is shown, its values, and the colours they are painted in.
   Tiles and levels belong to a grid version and are asked for once; a refresh asks for one shade per area. */
(() => {
  const yiping = window.yiping;
  const WIDE_ENOUGH = 90;
  const CLOSER = 0.7;
  const LINES_FROM = 9;
  const SHADES = 6;
  const DIMMED = 0.25;
  const REST = 60;
  const EARTH = 40075016.686;

  async function bytes(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`cells: ${answer.status}`);
    return answer.arrayBuffer();
  }

  /* Areas of a level as ascending intervals of numbers, from the gaps and lengths that they are sent as. */
  function intervals(buffer) {
    const numbers = new Uint32Array(buffer);
    const count = numbers[0];
    const first = new Int32Array(count);
    const last = new Int32Array(count);
    for (let row = 0, before = 0; row < count; row += 1) {
      first[row] = before + numbers[1 + row];
      last[row] = before = first[row] + numbers[1 + count + row];
    }
    return { first, last };
  }

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  /* A colour of the style sheet as one pixel of an image, `share` of it opaque. */
  function pixel(name, share = 1) {
    canvas.canvas.width = canvas.canvas.height = 1;
    canvas.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    canvas.fillRect(0, 0, 1, 1);
    const colour = canvas.getImageData(0, 0, 1, 1);
    colour.data[3] = Math.round(255 * share);
    return new Uint32Array(colour.data.buffer)[0];
  }

  function palette(share) {
    const ramp = Array.from({ length: SHADES }, (_, shade) => pixel(`--shade-${shade}`, share));
    const ground = pixel("--panel", share);
    return { plain: Uint32Array.of(...ramp, ground), stripe: Uint32Array.of(...ramp, pixel("--unknown", share)) };
  }

  /** Cells of a map: `show(data, { painted, failed })` for the JSON of the map's panel tells when they are seen, or that
      they cannot be; `spot(point)` asks exactly, `about(point, say)` tells of the area under the pointer, `isDeeper()` than
      the outlines; `fitted()`: the map shows the whole area now. `names` names the areas painted where they are smaller. */
  yiping.mapCells = (map, names) => {
    map.createPane("cells").style.zIndex = 250;
    const levels = new Map();
    let layer = null;
    let data = null;
    let shown = null;
    let turn = 0;
    let page = null;

    function metresPerPixel() {
      return (EARTH * Math.cos((map.getCenter().lat * Math.PI) / 180)) / 256 / 2 ** map.getZoom();
    }

    /* The zoom at which the area shown fills the map: smaller areas than its children are for those who look closer. */
    let home = Infinity;

    /* Pixels from side to side of a typical area of a level. */
    const across = (level) => data.cells.metres[level] / metresPerPixel();

    function wanted() {
      const { level, child, metres } = data.cells;
      if (level !== null) return level;
      if (map.getZoom() < home + CLOSER) return child;
      let deepest = child;
      while (deepest + 1 < metres.length && across(deepest + 1) >= WIDE_ENOUGH) deepest += 1;
      return deepest;
    }

    function lines(level) {
      let drawn = level;
      while (drawn > 1 && across(drawn) < LINES_FROM) drawn -= 1;
      return drawn;
    }

    function table(level) {
      const address = `/cells/${data.cells.version}/level/${level}`;
      if (!levels.has(address)) levels.set(address, bytes(address).then(intervals));
      return levels.get(address);
    }

    async function values(level) {
      const answer = await fetch(`${data.cells.values}&level=${level}`);
      if (!answer.ok) throw new Error(`map: ${answer.status}`);
      const told = await answer.json();
      return { ...told, shade: Uint8Array.from(atob(told.shades), (letter) => letter.charCodeAt(0)) };
    }

    function attach() {
      const { version, bounds } = data.cells;
      const address = (z, x, y) => `/cells/${version}/${z}/${x}/${y}`;
      layer = yiping.cellLayer(address, { bounds, lowest: data.cells.zooms[0], highest: data.cells.zooms[1] });
      layer.addTo(map);
      layer.on("load", settle);
    }

    /* The page is told once what was asked for last lies on all tiles in sight: tiles alone are no picture. */
    function settle() {
      if (shown?.turn === turn && !layer.isLoading()) page.painted();
    }

    /* Values that cannot be had: the page shows its outlines. The next zoom or refresh asks again. */
    function fail() {
      shown = null;
      map.getContainer().classList.remove("cells-deeper");
      names.hide();
      page.failed();
    }

    async function paint() {
      const mine = ++turn;
      const level = wanted();
      const drawn = lines(level);
      const answers = await Promise.all([table(level), table(drawn), values(level)]).catch(() => null);
      if (mine !== turn) return;
      if (!answers) return fail();
      shown = { areas: answers[0], level, drawn, turn };
      lay(...answers);
    }

    function lay(areas, borders, told) {
      const { level } = shown;
      layer.show({
        level: areas,
        lines: borders,
        shade: told.shade,
        none: SHADES,
        chosen: data.cells.chosen,
        colours: palette(1),
        dimmed: palette(DIMMED),
        line: pixel("--line"),
      });
      tell(told);
      const { version, chosen, child } = data.cells;
      map.getContainer().classList.toggle("cells-deeper", level > child);
      if (level > child) names.show({ version, level, areas, shade: told.shade, chosen });
      else names.hide();
      settle();
    }

    /* The legend's classes and the line that reconciles map and number belong to the level that is painted. */
    function tell(told) {
      document.querySelector("[data-legend]")?.setAttribute("data-legend", JSON.stringify(told.legend));
      const line = document.querySelector("[data-line]");
      if (!line) return;
      const numbers = [told.placed, told.not_placed, told.total].map((number) => number.toLocaleString("en-US"));
      line.textContent = line.dataset.line.replace(/\{(\d)\}/g, (_, place) => numbers[place]);
      Object.assign(line.dataset, { placed: told.placed, notPlaced: told.not_placed });
    }

    function show(next, tellPage) {
      data = next;
      page = tellPage;
      if (!layer) attach();
      return paint();
    }

    async function ask(asked) {
      const answer = await fetch(`${data.cells.spot}&level=${wanted()}&${new URLSearchParams(asked)}`);
      if (!answer.ok) throw new Error(`spot: ${answer.status}`);
      return answer.json();
    }

    /* Asked once the pointer rests on an area, and only about another area than before. */
    let waiting = 0;
    let asked = { area: 0, lines: null };
    function about(point, say) {
      const area = layer?.areaAt(point);
      if (!area) return;
      const row = yiping.cells.rowOf(shown.areas, area);
      if (row === asked.row && asked.lines) return say(asked.lines);
      window.clearTimeout(waiting);
      waiting = window.setTimeout(async () => {
        const told = await ask({ area }).catch(() => null);
        if (!told) return;
        asked = { row, lines: [[...told.path.slice(-2), told.name].join(" › "), [told.value, told.n].filter(Boolean).join(" · ")] };
        say(asked.lines);
      }, REST);
    }

    /* Another zoom may call for another level, or for borders of another one. */
    map.on("zoomend", () => {
      if (data && !(shown && wanted() === shown.level && lines(shown.level) === shown.drawn)) paint();
    });

    return {
      show,
      fitted: () => (home = map.getZoom()),
      about,
      spot: (point) => ask({ lon: point.lng, lat: point.lat }),
      isDeeper: () => Boolean(shown) && shown.level > data.cells.child,
    };
  };

  function swatch([shade, words]) {
    const one = document.createElement("span");
    one.className = "legend-class";
    const [colour, text] = [document.createElement("span"), document.createElement("span")];
    colour.className = `swatch shade-${shade < SHADES ? shade : "none"}`;
    text.textContent = words;
    one.append(colour, text);
    return one;
  }

  yiping.watch("data-legend", (place) => place.replaceChildren(...JSON.parse(place.dataset.legend).map(swatch)));
})();
