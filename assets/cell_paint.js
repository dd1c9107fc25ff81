/* Painting a cell tile: which colour every pixel has, from the area under it and a table of the areas of a level. */
(() => {
  const yiping = (window.yiping = window.yiping || {});
  const TILE = 256;
  const SIDE = TILE + 1;
  const NOWHERE = -1;
  const HATCH = 8;
  const [PLAIN, LINE, STRIPE] = [0, 1, 2];

  /* A tile as it comes: how many areas, their numbers, then for every pixel the place of its area among them. */
  function unpack(buffer) {
    const count = new DataView(buffer).getUint32(0, true);
    const start = 4 + 4 * count;
    const Index = count <= 256 ? Uint8Array : count <= 65536 ? Uint16Array : Uint32Array;
    const tile = { areas: new Uint32Array(buffer, 4, count), index: new Index(buffer, start) };
    return { ...tile, rows: new Map(), strokes: new Uint8Array(TILE * TILE), lines: null };
  }

  /* The row of the area of a level that holds area `number`, or NOWHERE. Areas of a level are disjoint intervals. */
  function rowOf(level, number) {
    let [low, high] = [0, level.first.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (level.first[middle] <= number) low = middle + 1;
      else high = middle;
    }
    return low && number <= level.last[low - 1] ? low - 1 : NOWHERE;
  }

  /* The rows of all areas of a tile, found once for each level: both lists ascend. */
  function rowsOf(tile, level) {
    let rows = tile.rows.get(level);
    if (!rows) {
      rows = Int32Array.from(tile.areas, (area) => (area ? rowOf(level, area) : NOWHERE));
      tile.rows.set(level, rows);
    }
    return rows;
  }

  /* What is drawn at each pixel, kept until other lines are wanted: a border where the neighbour in the east or south
     belongs to another area of the level of the lines, and the stripes that a hatched area would have. */
  function strokesOf(tile, lines) {
    if (tile.lines === lines) return tile.strokes;
    const { index, strokes } = tile;
    const group = rowsOf(tile, lines);
    for (let y = 0, here = 0, out = 0; y < TILE; y += 1, here += 1) {
      for (let x = 0; x < TILE; x += 1, here += 1, out += 1) {
        const [area, east, south] = [index[here], index[here + 1], index[here + SIDE]];
        const same = area === east && area === south;
        const border = !same && (group[area] !== group[east] || group[area] !== group[south]);
        strokes[out] = border ? LINE : (x + y) % HATCH ? PLAIN : STRIPE;
      }
    }
    tile.lines = lines;
    return strokes;
  }

  /* Colour of each area of a tile, and the colour of its stripes; valid until the next call. A tile of a city of a
     million cells holds tens of thousands of areas: hence one loop without questions where all are inside or outside. */
  let [plain, stripe] = [new Uint32Array(1024), new Uint32Array(1024)];

  function coloursOf(tile, view) {
    const { areas } = tile;
    const rows = rowsOf(tile, view.level);
    const count = areas.length;
    if (plain.length < count) [plain, stripe] = [new Uint32Array(2 * count), new Uint32Array(2 * count)];
    const [first, last] = view.chosen;
    const from = count && !areas[0] ? 1 : 0;
    const [low, high] = [from + below(areas.subarray(from), first), from + below(areas.subarray(from), last + 1)];
    colour(rows, view, view.dimmed, from, low);
    colour(rows, view, view.colours, low, high);
    colour(rows, view, view.dimmed, high, count);
    if (from) plain[0] = stripe[0] = 0;
    return { plain, stripe };
  }

  function colour(rows, { shade, none }, colours, start, end) {
    for (let k = start; k < end; k += 1) {
      const row = rows[k];
      const one = row === NOWHERE ? none : shade[row];
      plain[k] = colours.plain[one];
      stripe[k] = colours.stripe[one];
    }
  }

  /* How many of an ascending list are less than `limit`. */
  function below(list, limit) {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] < limit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /* Fills `pixels` (TILE × TILE, 32 bits each). */
  function paint(pixels, tile, view) {
    const { index } = tile;
    const { plain, stripe } = coloursOf(tile, view);
    const strokes = strokesOf(tile, view.lines);
    for (let y = 0, here = 0, out = 0; y < TILE; y += 1, here += 1) {
      for (let x = 0; x < TILE; x += 1, here += 1, out += 1) {
        const stroke = strokes[out];
        pixels[out] = stroke === PLAIN ? plain[index[here]] : stroke === LINE ? view.line : stripe[index[here]];
      }
    }
  }

  yiping.cells = { TILE, SIDE, NOWHERE, unpack, rowOf, paint };
})();
