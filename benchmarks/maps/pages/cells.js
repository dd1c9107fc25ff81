/* yiping's cell layer. */
bench.start = async () => {
  const { CellLayer } = await import("/assets/modules/map/cells/cell_layer.js");
  const { intervals: unpacked } = await import("/assets/modules/map/cells/cell_paint.js");
  const intervals = async (address) => unpacked(await (await fetch(address)).arrayBuffer());
  const view = await json("/view.json");
  const map = leafletMap(view);
  map.createPane("cells").style.zIndex = 250;
  const level = await intervals("/cells/level/leaf");
  const lines = await intervals("/cells/level/lines");
  const pixel = (hex) => (0xff000000 | (parseInt(hex.slice(5, 7), 16) << 16) | (parseInt(hex.slice(3, 5), 16) << 8) | parseInt(hex.slice(1, 3), 16)) >>> 0;
  const colours = { plain: Uint32Array.from([...RAMP, LINE], pixel), stripe: Uint32Array.from([...RAMP, LINE], pixel) };
  const shades = (painting) => Uint8Array.from(level.first, (_, row) => shadeOf(row, painting));
  const table = (shade) => ({ level, lines, shade, none: 6, chosen: [1, 2 ** 31], colours, dimmed: colours, line: pixel(LINE) });
  const layer = new CellLayer((z, x, y) => `/cells/${z}/${x}/${y}`, { bounds: view.bounds, lowest: 6, highest: 18 });
  const loaded = new Promise((done) => layer.once("load", done));
  layer.show(table(shades(0)));
  layer.addTo(map);
  await loaded;
  await frame();
  let next = null;
  bench.prepare = (painting) => (next = table(shades(painting)));
  bench.recolour = async () => {
    layer.show(next);
    await frame();
  };
  bench.refresh = async () => {
    const answer = await json("/refresh/shades.json");
    layer.show(table(Uint8Array.from(atob(answer.shades), (letter) => letter.charCodeAt(0))));
  };
};
