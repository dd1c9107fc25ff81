/* Vector tiles (MVT) drawn by protomaps-leaflet. */
bench.start = async () => {
  await load("/npm/protomaps-leaflet/dist/protomaps-leaflet.js");
  const view = await json("/view.json");
  const map = leafletMap(view);
  let shades = (row) => shadeOf(row, 0);
  const fill = (_zoom, feature) => RAMP[shades(feature.props.row)];
  const symbolizer = new protomapsL.PolygonSymbolizer({ fill, stroke: LINE, width: 0.3, perFeature: true });
  const layer = protomapsL.leafletLayer({
    url: "/mvt/{z}/{x}/{y}", maxDataZoom: 14, tileDelay: 0, bounds: view.bounds, noWrap: true,
    paintRules: [{ dataLayer: "cells", symbolizer }], labelRules: [],
  });
  const loaded = new Promise((done) => layer.once("load", done));
  layer.addTo(map);
  await loaded;
  await frame();
  const redraw = () => Promise.all(Object.entries(layer._tiles).map(([key, { el, coords }]) => new Promise((done) => layer.renderTile(coords, el, layer._tileCoordsToKey(coords), done))));
  bench.recolour = async (painting) => {
    shades = (row) => shadeOf(row, painting);
    await redraw();
    await frame();
  };
  bench.refresh = async () => {
    const told = await json("/refresh/by_code.json");
    shades = (row) => told[row];
    await redraw();
  };
};
