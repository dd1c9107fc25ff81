/* An empty map: what a browser needs before there is anything on it. */
bench.start = async () => {
  leafletMap(await json("/view.json"));
  await frame();
};
