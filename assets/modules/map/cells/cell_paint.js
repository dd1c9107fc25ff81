/* Painting a cell tile: which colour every pixel has, from the area under it and a table of the areas of a level. Pure. */

/** @typedef {{ first: Int32Array, last: Int32Array }} Level the areas of a level as ascending, disjoint intervals of numbers */
/** @typedef {Uint8Array | Uint16Array | Uint32Array} Index */
/** @typedef {Uint16Array | Uint32Array} Slots */
/** @typedef {{ areas: Uint32Array, index: Index, rows: Map<Level, Int32Array>, slots: Slots | null, lines: Level | null }} Tile
    areas: their numbers, ascending; index: for every pixel the place of its area among them; slots: for every pixel its
    place in a table of colours: that of its area, then as many of stripes, then the line's */
/** @typedef {{ plain: Uint32Array, stripe: Uint32Array }} Palette colours by class: of a pixel, and of a stripe on it */
/** @typedef {{ level: Level, lines: Level, shade: Uint8Array, none: number, chosen: [number, number], colours: Palette,
                dimmed: Palette, line: number }} View
    level: whose areas are painted; lines: the level whose borders are drawn; shade: the class of each area of the level;
    none: the class of a pixel without one; chosen: first and last number of the area shown, others are dimmed */

export const TILE = 256;
export const SIDE = TILE + 1;
export const NOWHERE = -1;
const HATCH = 8;

/**
 * A tile as it comes: how many areas, their numbers, then for every pixel the place of its area among them.
 * @param {ArrayBuffer} buffer
 * @returns {Tile}
 */
export function unpack(buffer) {
  const count = new DataView(buffer).getUint32(0, true);
  const start = 4 + 4 * count;
  const Index = count <= 256 ? Uint8Array : count <= 65536 ? Uint16Array : Uint32Array;
  const tile = { areas: new Uint32Array(buffer, 4, count), index: new Index(buffer, start) };
  return { ...tile, rows: new Map(), slots: null, lines: null };
}

/**
 * The areas of a level from the gaps and lengths that they are sent as.
 * @param {ArrayBuffer} buffer
 * @returns {Level}
 */
export function intervals(buffer) {
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

/**
 * The row of the area of a level that holds area `number`, or NOWHERE.
 * @param {Level} level
 * @param {number} number
 */
export function rowOf(level, number) {
  const after = countUpTo(level.first, number + 1);
  return after && number <= level.last[after - 1] ? after - 1 : NOWHERE;
}

/**
 * How many of an ascending list are less than `limit`.
 * @param {Int32Array | Uint32Array} list
 * @param {number} limit
 */
function countUpTo(list, limit) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The rows of all areas of a tile, found once for each level: both lists ascend.
 * @param {Tile} tile
 * @param {Level} level
 */
function rowsOf(tile, level) {
  let rows = tile.rows.get(level);
  if (!rows) {
    rows = Int32Array.from(tile.areas, (area) => (area ? rowOf(level, area) : NOWHERE));
    tile.rows.set(level, rows);
  }
  return rows;
}

/**
 * Where each pixel finds its colour, cached until other lines are wanted: a border where the neighbour in the east or south
 * belongs to another area of the level of the lines, and the stripes that a hatched area would have.
 * @param {Tile} tile
 * @param {Level} lines
 */
function slotsOf(tile, lines) {
  if (tile.slots && tile.lines === lines) return tile.slots;
  const { index } = tile;
  const count = tile.areas.length;
  const slots = tile.slots ?? new (2 * count < 65536 ? Uint16Array : Uint32Array)(TILE * TILE);
  const group = rowsOf(tile, lines);
  for (let y = 0, here = 0, out = 0; y < TILE; y += 1, here += 1) {
    for (let x = 0; x < TILE; x += 1, here += 1, out += 1) {
      const area = index[here];
      const east = index[here + 1];
      const south = index[here + SIDE];
      const same = area === east && area === south;
      const border = !same && (group[area] !== group[east] || group[area] !== group[south]);
      slots[out] = border ? 2 * count : (x + y) % HATCH ? area : count + area;
    }
  }
  tile.lines = lines;
  tile.slots = slots;
  return slots;
}

/* Colours of the areas of a tile, of their stripes and of lines; valid until the next call. A tile of a city of a
   million cells holds tens of thousands of areas: hence one loop without questions where all are inside or outside. */
let table = new Uint32Array(2048);

/**
 * @param {Tile} tile
 * @param {View} view
 */
function coloursOf(tile, view) {
  const { areas } = tile;
  const rows = rowsOf(tile, view.level);
  const count = areas.length;
  if (table.length <= 2 * count) table = new Uint32Array(4 * count);
  const [first, last] = view.chosen;
  const from = count && !areas[0] ? 1 : 0;
  const [low, high] = [first, last + 1].map((limit) => from + countUpTo(areas.subarray(from), limit));
  colour(rows, view, view.dimmed, from, low);
  colour(rows, view, view.colours, low, high);
  colour(rows, view, view.dimmed, high, count);
  if (from) table[0] = table[count] = 0;
  table[2 * count] = view.line;
  return table;
}

/**
 * @param {Int32Array} rows
 * @param {View} view
 * @param {Palette} colours
 * @param {number} start
 * @param {number} end
 */
function colour(rows, { shade, none }, colours, start, end) {
  const count = rows.length;
  for (let k = start; k < end; k += 1) {
    const row = rows[k];
    const shadeOfRow = row === NOWHERE ? none : shade[row];
    table[k] = colours.plain[shadeOfRow];
    table[count + k] = colours.stripe[shadeOfRow];
  }
}

/**
 * Fills `pixels` (TILE × TILE, 32 bits each).
 * @param {Uint32Array} pixels
 * @param {Tile} tile
 * @param {View} view
 */
export function paint(pixels, tile, view) {
  const slots = slotsOf(tile, view.lines);
  const colours = coloursOf(tile, view);
  for (let out = 0; out < slots.length; out += 1) pixels[out] = colours[slots[out]];
}
