/* The cell layer: a Leaflet grid layer of cell tiles. The tiles of a grid version never change, so everything that does
   (values, level, chosen area, theme) is a table; repainting what is in sight touches neither network nor page. */
(() => {
  const yiping = window.yiping;
  const { TILE, SIDE, unpack, paint } = yiping.cells;
  const UPSCALED = 0.3;
  const MOST_TILES = 300;

  const CellLayer = window.L.GridLayer.extend({
    options: { updateWhenZooming: false, updateWhenIdle: false, keepBuffer: 1, pane: "cells", className: "cells" },

    /** `address(z, x, y)`: where a tile is; options: bounds, lowest and highest tile zoom. */
    initialize(address, options) {
      const finer = (window.devicePixelRatio || 1) > 1.25 ? 1 : 0;
      window.L.setOptions(this, { ...options, tileSize: TILE >> finer });
      this._address = address;
      this._finer = finer;
      this._tilesAt = new Map();
      this._view = null;
      this._image = new ImageData(TILE, TILE);
      this._pixels = new Uint32Array(this._image.data.buffer);
      this.on("tileunload", ({ coords, tile }) => this._drop(coords, tile));
    },

    /** A new table: all tiles in sight are painted anew, at once. */
    show(view) {
      this._view = view;
      this._tilesAt.forEach((held) => held.tile && this._paint(held));
    },

    /** The number of the deepest area under a point, 0 outside the city, null where its tile has not come yet. */
    areaAt(point) {
      const zoom = this._tileZoom;
      const { x, y } = this._map.project(point, zoom).multiplyBy(1 << this._finer);
      const held = this._tilesAt.get(`${Math.floor(x / TILE)}:${Math.floor(y / TILE)}:${zoom}`);
      if (!held?.tile) return null;
      const place = (Math.floor(y) % TILE) * SIDE + (Math.floor(x) % TILE);
      return held.tile.areas[held.tile.index[place]];
    },

    createTile(coords, done) {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = TILE;
      const held = { canvas, tile: null, stop: new AbortController() };
      this._tilesAt.set(this._tileCoordsToKey(coords), held);
      this._fetch(coords, held).then(
        () => done(null, canvas),
        (error) => error.name === "AbortError" || done(error, canvas),
      );
      return canvas;
    },

    async _fetch({ x, y, z }, held) {
      const answer = await fetch(this._address(z + this._finer, x, y), { signal: held.stop.signal });
      if (!answer.ok) throw new Error(`cells: ${answer.status}`);
      held.tile = unpack(await answer.arrayBuffer());
      if (this._view) this._paint(held);
    },

    _paint({ canvas, tile }) {
      paint(this._pixels, tile, this._view);
      canvas.getContext("2d").putImageData(this._image, 0, 0);
    },

    _drop(coords, canvas) {
      const key = this._tileCoordsToKey(coords);
      const held = this._tilesAt.get(key);
      if (held?.canvas !== canvas) return;
      held.stop.abort();
      this._tilesAt.delete(key);
      canvas.width = canvas.height = 0;
    },

    /* A jump or a zoom keeps the old tiles, moved and scaled to where they belong, until the new ones are painted. */
    _invalidateAll() {},

    _pruneTiles() {
      const tiles = Object.entries(this._tiles || {});
      if (this._loading && tiles.length < MOST_TILES) {
        for (const [key, tile] of tiles) if (!tile.current && !tile.loaded) this._removeTile(key);
      } else {
        window.L.GridLayer.prototype._pruneTiles.call(this);
      }
    },

    /* Tiles are rather made smaller than larger: a border one pixel wide stays crisp. */
    _clampZoom(zoom) {
      const exact = this._map ? this._map.getZoom() : zoom;
      const whole = Math.floor(exact);
      const wanted = exact - whole > UPSCALED ? whole + 1 : whole;
      return Math.max(this.options.lowest, Math.min(wanted, this.options.highest - this._finer));
    },
  });

  yiping.cellLayer = (address, options) => new CellLayer(address, options);
})();
