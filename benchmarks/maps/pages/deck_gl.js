/* deck.gl's GeoJsonLayer (WebGL; by software where the machine has no graphics card). */
bench.start = async () => {
  await load("/npm/deck.gl/dist.min.js");
  const view = await json("/view.json");
  const cells = await json("/cells.geojson");
  const ramp = RAMP.map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  let shades = (row) => shadeOf(row, 0);
  let painting = 0;
  let rendered = () => {};
  const layer = () =>
    new deck.GeoJsonLayer({
      id: "cells", data: cells, stroked: true, filled: true, getLineColor: [27, 51, 73], lineWidthUnits: "pixels", getLineWidth: 0.3,
      getFillColor: (feature) => ramp[shades(feature.id)], updateTriggers: { getFillColor: painting },
    });
  const start = { longitude: view.lon, latitude: view.lat, zoom: view.zoom - 1 };
  const surface = new deck.Deck({ parent: document.getElementById("map"), initialViewState: start, controller: false, layers: [layer()], onAfterRender: () => rendered() });
  const drawn = () => new Promise((done) => (rendered = () => surface.props.layers.every((one) => one.isLoaded) && done()));
  await drawn();
  await frame();
  const again = async () => {
    painting += 1;
    surface.setProps({ layers: [layer()] });
    await drawn();
  };
  bench.recolour = async (wanted) => {
    shades = (row) => shadeOf(row, wanted);
    await again();
    await frame();
  };
  bench.refresh = async () => {
    const told = await json("/refresh/by_code.json");
    shades = (row) => told[row];
    await again();
  };
  let [x, y] = [0, 0];
  const metres = 360 / 512 / 2 ** start.zoom;
  bench.pan = async (dx, dy) => {
    [x, y] = [x + dx, y + dy];
    const moved = { ...start, longitude: start.longitude + x * metres, latitude: start.latitude - y * metres * 0.82 };
    surface.setProps({ initialViewState: { ...moved, transitionDuration: 0 } });
    await drawn();
  };
};
