/* The heat layer: a raster of densities from the server, drawn as bands of its classes on one canvas under the outlines.
   The canvas belongs to a part of the ground: it moves with the map and is drawn anew when the next raster is there. */
(() => {
  const yiping = window.yiping;
  const PADDED = 0.15;
  const MOST_PIXELS = 2_500_000;
  const OPAQUE = 0.8;
  const FINE = 4; // entries of the table for each step of a byte
  const SOFT = 0.6; // of a byte, over which one band passes into the next
  const WORLD = 256;

  const sample = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  /* A colour of the style sheet as red, green, blue. */
  function colour(name) {
    sample.canvas.width = sample.canvas.height = 1;
    sample.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    sample.fillRect(0, 0, 1, 1);
    return sample.getImageData(0, 0, 1, 1).data;
  }

  /* The pixel for every value of a raster, FINE entries to a byte; nothing below the first class. */
  function table({ step, classes }) {
    const bands = Array.from({ length: classes }, (_, index) => colour(`--heat-${index + 1}`));
    const pixels = new Uint32Array(256 * FINE);
    const bytes = new Uint8ClampedArray(pixels.buffer);
    for (let entry = step * FINE - FINE; entry < pixels.length; entry += 1) {
      const value = entry / FINE;
      const band = Math.min(Math.floor(value / step), classes);
      const into = Math.min(1, (value - band * step) / SOFT);
      const here = bands[band - 1];
      const before = bands[band - 2] || here;
      if (!here) continue;
      for (let part = 0; part < 3; part += 1) bytes[entry * 4 + part] = before[part] + (here[part] - before[part]) * into;
      bytes[entry * 4 + 3] = 255 * OPAQUE * (band === 1 ? into : 1);
    }
    return pixels;
  }

  /* For each of `count` pixels across `cells`: the cell before its middle and how far it lies towards the next. */
  function places(count, cells) {
    const cell = new Int32Array(count);
    const share = new Float32Array(count);
    for (let pixel = 0; pixel < count; pixel += 1) {
      const at = Math.min(Math.max(((pixel + 0.5) / count) * cells - 0.5, 0), cells - 1);
      cell[pixel] = Math.min(Math.floor(at), Math.max(cells - 2, 0));
      share[pixel] = at - cell[pixel];
    }
    return { cell, share };
  }

  /* The raster between the middles of its cells: linear in both directions, looked up in the table. */
  function paint(canvas, raster, told) {
    const { width, height } = told;
    const image = new ImageData(canvas.width, canvas.height);
    const out = new Uint32Array(image.data.buffer);
    const colours = table(told);
    const across = places(canvas.width, width);
    const down = places(canvas.height, height);
    const row = new Float32Array(width + 1);
    for (let y = 0, to = 0; y < canvas.height; y += 1) {
      const upper = down.cell[y] * width;
      const lower = height > 1 ? upper + width : upper;
      for (let x = 0; x < width; x += 1) row[x] = raster[upper + x] + (raster[lower + x] - raster[upper + x]) * down.share[y];
      row[width] = row[width - 1];
      for (let x = 0; x < canvas.width; x += 1, to += 1) {
        const left = row[across.cell[x]];
        out[to] = colours[((left + (row[across.cell[x] + 1] - left) * across.share[x]) * FINE) | 0];
      }
    }
    canvas.getContext("2d").putImageData(image, 0, 0);
  }

  function element(name, classes, text) {
    const made = document.createElement(name);
    made.className = classes;
    made.textContent = text;
    return made;
  }

  function swatch([number, words]) {
    const one = element("span", "legend-class", "");
    one.append(element("span", `swatch heat-${number}`, ""), words);
    return one;
  }

  function choice({ name, href, on }) {
    const link = element("a", "heat-choice", name);
    link.href = href;
    link.setAttribute("aria-current", String(on));
    return link;
  }

  function legend({ title, classes, choices, notes, total }) {
    const texts = [...notes, total].filter(Boolean).map((text) => element("span", "", text));
    return [element("span", "layer-title", title), ...classes.map(swatch), ...choices.map(choice), ...texts];
  }

  /** The zoom at which a screen of ordinary letters would look like this one: on a wall, seen from afar, everything that is
      measured in pixels is as much larger as the letters are. */
  yiping.zoomAsSeen = (map) => map.getZoom() - Math.log2(parseFloat(getComputedStyle(document.documentElement).fontSize) / 16);

  /** What an address of a layer needs to know of the view, which is asked for somewhat larger than it is. */
  yiping.viewAsked = (map, padded) => {
    const bounds = map.getBounds().pad(padded);
    return `zoom=${yiping.zoomAsSeen(map).toFixed(3)}&bbox=${bounds.toBBoxString()}`;
  };

  yiping.mapLayer("heat", (map, say, missed) => {
    const pane = map.getPane("heat") || map.createPane("heat");
    pane.style.zIndex = 350;
    pane.style.pointerEvents = "none";
    const ask = yiping.latest();
    let overlay = null;
    let told = null;

    /* The corners of the raster in degrees: its cells are those of the world cut into 2^depth by 2^depth. */
    function ground({ depth, x, y, width, height }) {
      const side = WORLD / 2 ** depth;
      const corner = (column, row) => map.unproject(window.L.point(column * side, row * side), 0);
      return window.L.latLngBounds(corner(x, y), corner(x + width, y + height));
    }

    function size(bounds) {
      const corner = (point) => map.latLngToLayerPoint(point);
      const { x, y } = corner(bounds.getSouthEast()).subtract(corner(bounds.getNorthWest()));
      const finer = Math.min(window.devicePixelRatio || 1, Math.sqrt(MOST_PIXELS / Math.max(x * y, 1)));
      return [Math.max(1, Math.round(x * finer)), Math.max(1, Math.round(y * finer))];
    }

    function draw(answer) {
      if (!answer.width || !answer.classes) return clear();
      const bounds = ground(answer);
      const canvas = overlay?.getElement() || document.createElement("canvas");
      [canvas.width, canvas.height] = size(bounds);
      paint(canvas, Uint8Array.from(atob(answer.values), (letter) => letter.charCodeAt(0)), answer);
      if (overlay) overlay.setBounds(bounds);
      else overlay = window.L.svgOverlay(canvas, bounds, { pane: "heat", interactive: false }).addTo(map);
    }

    function clear() {
      overlay?.remove();
      const canvas = overlay?.getElement();
      if (canvas) canvas.width = canvas.height = 0;
      overlay = null;
    }

    async function refresh() {
      if (!told) return;
      const mine = told;
      try {
        const answer = await ask(`${mine.data}&${yiping.viewAsked(map, PADDED)}`);
        if (!answer || told !== mine) return;
        draw(answer);
        say(legend(answer.legend));
        pane.classList.remove("stale");
        Object.assign(pane.dataset, { drawn: mine.data, with: answer.with_point, without: answer.without_point, radius: answer.radius });
      } catch {
        if (told !== mine) return;
        pane.classList.add("stale");
        missed();
      }
    }

    return {
      show(next) {
        if (!told) map.on("moveend", refresh);
        told = next;
        refresh();
      },
      hide() {
        if (!told) return;
        map.off("moveend", refresh);
        told = null;
        clear();
        delete pane.dataset.drawn;
      },
    };
  });
})();
