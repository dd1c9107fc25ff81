/* Painting a raster of densities: linear between the middles of its cells, in bands of its classes. Pure. */

/** @typedef {{ width: number, height: number, step: number, classes: number }} Raster
    width, height: in cells; step: of a byte to a class */

const OPAQUE = 0.8;
const FINE = 4; // entries of the table for each step of a byte
const SOFT = 0.6; // of a byte, over which one band passes into the next

/**
 * The pixel for every value of a raster, FINE entries to a byte; nothing below the first class.
 * @param {Raster} raster
 * @param {ArrayLike<number>[]} bands red, green, blue of each class
 */
export function colourTable({ step, classes }, bands) {
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

/**
 * For each of `count` pixels across `cells`: the cell before its middle and how far it lies towards the next.
 * @param {number} count
 * @param {number} cells
 */
export function samplePlaces(count, cells) {
  const cell = new Int32Array(count);
  const share = new Float32Array(count);
  for (let pixel = 0; pixel < count; pixel += 1) {
    const at = Math.min(Math.max(((pixel + 0.5) / count) * cells - 0.5, 0), cells - 1);
    cell[pixel] = Math.min(Math.floor(at), Math.max(cells - 2, 0));
    share[pixel] = at - cell[pixel];
  }
  return { cell, share };
}

/**
 * Fills an image of `wide` by `tall` pixels.
 * @param {Uint32Array} out
 * @param {[number, number]} size wide, tall
 * @param {Uint8Array} values a byte for each cell, rows from the north
 * @param {Raster} raster
 * @param {Uint32Array} colours of `colourTable`
 */
export function paintRaster(out, [wide, tall], values, { width, height }, colours) {
  const across = samplePlaces(wide, width);
  const down = samplePlaces(tall, height);
  const row = new Float32Array(width + 1);
  for (let y = 0, to = 0; y < tall; y += 1) {
    const upper = down.cell[y] * width;
    const lower = height > 1 ? upper + width : upper;
    for (let x = 0; x < width; x += 1) row[x] = values[upper + x] + (values[lower + x] - values[upper + x]) * down.share[y];
    row[width] = row[width - 1];
    for (let x = 0; x < wide; x += 1, to += 1) {
      const left = row[across.cell[x]];
      out[to] = colours[((left + (row[across.cell[x] + 1] - left) * across.share[x]) * FINE) | 0];
    }
  }
}
