/* Leaflet's own GeoJSON layer on its canvas renderer. */
bench.start = async () => {
  const view = await json("/view.json");
  const map = leafletMap(view, { preferCanvas: true });
  const cells = await json("/cells.geojson");
  let shades = (row) => shadeOf(row, 0);
  const style = (feature) => ({ weight: 0.3, color: LINE, fillOpacity: 1, fillColor: RAMP[shades(feature.id)] });
  const layer = L.geoJSON(cells, { style, renderer: L.canvas() }).addTo(map);
  await frame();
  bench.recolour = async (painting) => {
    shades = (row) => shadeOf(row, painting);
    layer.setStyle(style);
    await frame();
  };
  bench.refresh = async () => {
    const told = await json("/refresh/by_code.json");
    shades = (row) => told[row];
    layer.setStyle(style);
  };
};
