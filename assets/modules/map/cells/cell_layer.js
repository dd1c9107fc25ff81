/* The cell layer: a Leaflet grid layer of cell tiles. The tiles of a grid version never change, so everything that does
   (values, level, chosen area, theme) is a table; repainting what is in sight touches neither network nor page. */

/** @import { Tile, View } from "./cell_paint.js" */
/** @typedef {{ canvas: HTMLCanvasElement, tile: Tile | null, address: string }} LoadedTile */
/** @typedef {{ current: boolean, loaded?: number, el: HTMLElement }} LeafletTile */
/** @typedef {L.GridLayerOptions & { lowest: number, highest: number }} CellLayerOptions
    lowest and highest zoom of the tiles */

import { SIDE, TILE, paint } from "./cell_paint.js";
import { release, tileAt } from "./tile_cache.js";

const UPSCALED = 0.3;
const MOST_TILES = 300;
const MOST_SPARE = 40; // canvases, at 0.25 MB each
const OPTIONS = {
  updateWhenZooming: false,
  updateWhenIdle: false,
  keepBuffer: 1,
  pane: "cells",
  className: "cells",
  noWrap: true, // a tile beyond 180° keeps the name by which a pointer over it asks
};

/* Leaflet's own, which its type declarations leave out. */
const LeafletGrid = /** @type {new (options: CellLayerOptions) => L.GridLayer & {
  _tiles: Record<string, LeafletTile>, _tileZoom: number, _loading: boolean, _map: L.Map, options: CellLayerOptions,
  _removeTile(key: string): void, _tileCoordsToBounds(coords: L.Coords): L.LatLngBounds, _pruneTiles(): void, isLoading(): boolean,
  _tileCoordsToKey(coords: L.Coords): string }} */ (/** @type {unknown} */ (L.GridLayer));

export class CellLayer extends LeafletGrid {
  /** @type {Map<string, LoadedTile>} */
  #tiles = new Map();
  /** @type {HTMLCanvasElement[]} of tiles that are gone: new ones would each take and clear memory of their own */
  #spare = [];
  /** @type {View | null} */
  #view = null;
  #isHeld = false;
  /** @type {(() => void)[]} */
  #waiting = [];
  #image = new ImageData(TILE, TILE);
  #pixels = new Uint32Array(this.#image.data.buffer);
  #finer;
  #address;

  /**
   * @param {(z: number, x: number, y: number) => string} address where a tile is
   * @param {CellLayerOptions} options
   */
  constructor(address, options) {
    const finer = (window.devicePixelRatio || 1) > 1.25 ? 1 : 0;
    super({ ...OPTIONS, ...options, tileSize: TILE >> finer });
    this.#finer = finer;
    this.#address = address;
    this.on("tileunload", ({ coords, tile }) => this.#drop(coords, tile));
  }

  /** Until a table comes, tiles that arrive wait for it: painted with the last one they would show another area's values. */
  hold() {
    this.#isHeld = true;
  }

  /** No new table will come: what waits is painted with the last one. */
  release() {
    if (this.#isHeld && this.#view) this.show(this.#view);
  }

  /**
   * A new table: all tiles in sight are painted anew, at once; those of the view before only while they are still seen.
   * @param {View} view
   */
  show(view) {
    this.#view = view;
    this.#isHeld = false;
    const tiles = [...this.#tiles].map(([key, loaded]) => ({ ...loaded, isCurrent: this._tiles[key]?.current }));
    const isComplete = tiles.every(({ isCurrent, tile }) => !isCurrent || tile);
    for (const { canvas, tile, isCurrent } of tiles) {
      if (tile && (isCurrent || !isComplete)) this.#paint(canvas, tile, view);
    }
    this.#waiting.splice(0).forEach((painted) => painted());
  }

  /**
   * The number of the deepest area under a point, 0 outside the city, null where its tile has not come yet.
   * @param {L.LatLng} point
   */
  areaAt(point) {
    const zoom = this._tileZoom;
    const { x, y } = this._map.project(point, zoom).multiplyBy(1 << this.#finer);
    const tile = this.#tiles.get(`${Math.floor(x / TILE)}:${Math.floor(y / TILE)}:${zoom}`)?.tile;
    if (!tile) return null;
    return tile.areas[tile.index[(Math.floor(y) % TILE) * SIDE + (Math.floor(x) % TILE)]];
  }

  /**
   * Called by Leaflet.
   * @param {L.Coords} coords
   * @param {L.DoneCallback} done
   */
  createTile(coords, done) {
    const canvas = this.#spare.pop() ?? Object.assign(document.createElement("canvas"), { width: TILE, height: TILE });
    /** @type {LoadedTile} */
    const loaded = { canvas, tile: null, address: this.#addressOf(coords) };
    const key = this._tileCoordsToKey(coords);
    this.#tiles.set(key, loaded);
    this.#fetch(loaded, () => this.#tiles.get(key) === loaded).then(
      () => done(undefined, canvas),
      (error) => error.name === "AbortError" || done(error, canvas),
    );
    return canvas;
  }

  /**
   * Asks for the tiles that the map will need when it shows a place, while it still shows another.
   * @param {L.LatLng} centre
   * @param {number} zoom
   */
  prepare(centre, zoom) {
    const z = this.#tileZoom(zoom);
    const size = TILE >> this.#finer;
    const middle = this._map.project(centre, z);
    const half = this._map.getSize().multiplyBy(0.5 ** (zoom - z + 1));
    const [first, last] = [middle.subtract(half).divideBy(size).floor(), middle.add(half).divideBy(size).floor()];
    const city = L.latLngBounds(/** @type {L.LatLngBoundsLiteral} */ (this.options.bounds));
    for (let x = first.x; x <= last.x; x += 1) {
      for (let y = first.y; y <= last.y; y += 1) {
        const coords = Object.assign(L.point(x, y), { z });
        if (city.overlaps(this._tileCoordsToBounds(coords))) tileAt(this.#addressOf(coords)).catch(() => {});
      }
    }
  }

  /** @param {L.Coords} coords */
  #addressOf({ x, y, z }) {
    const around = 2 ** (z + this.#finer); // what lies beyond 180° has the tiles of the map's west
    return this.#address(z + this.#finer, ((x % around) + around) % around, y);
  }

  /**
   * @param {LoadedTile} loaded
   * @param {() => boolean} isWanted whether its canvas is still its own
   */
  async #fetch(loaded, isWanted) {
    loaded.tile = await tileAt(loaded.address);
    if (this.#isHeld) await new Promise((painted) => this.#waiting.push(() => painted(undefined)));
    else if (this.#view && isWanted()) this.#paint(loaded.canvas, loaded.tile, this.#view);
    if (!isWanted()) throw new DOMException(loaded.address, "AbortError");
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Tile} tile
   * @param {View} view
   */
  #paint(canvas, tile, view) {
    paint(this.#pixels, tile, view);
    canvas.getContext("2d")?.putImageData(this.#image, 0, 0);
  }

  /**
   * @param {L.Coords} coords
   * @param {HTMLElement} canvas
   */
  #drop(coords, canvas) {
    const key = this._tileCoordsToKey(coords);
    const loaded = this.#tiles.get(key);
    if (!loaded || loaded.canvas !== canvas) return;
    release(loaded.address);
    this.#tiles.delete(key);
    if (this.#spare.length < MOST_SPARE) {
      for (const name of ["class", "style"]) canvas.removeAttribute(name);
      this.#spare.push(loaded.canvas);
    } else loaded.canvas.width = loaded.canvas.height = 0;
  }

  /* A jump or a zoom keeps the old tiles, moved and scaled to where they belong, until the new ones are painted. */
  _invalidateAll() {}

  _pruneTiles() {
    const tiles = Object.entries(this._tiles || {});
    if (this._loading && tiles.length < MOST_TILES) {
      for (const [key, tile] of tiles) if (!tile.current && !tile.loaded) this._removeTile(key);
    } else {
      super._pruneTiles();
    }
  }

  /** Called by Leaflet, with a zoom that it has rounded. */
  _clampZoom(/** @type {number} */ zoom) {
    return this.#tileZoom(this._map ? this._map.getZoom() : zoom);
  }

  /**
   * Tiles are rather made smaller than larger: a border one pixel wide stays crisp.
   * @param {number} zoom of the map
   */
  #tileZoom(zoom) {
    const whole = Math.floor(zoom);
    const wanted = zoom - whole > UPSCALED ? whole + 1 : whole;
    return Math.max(this.options.lowest, Math.min(wanted, this.options.highest - this.#finer));
  }
}
