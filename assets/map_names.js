/* Names of the areas that the cells show where they are smaller than the outlines: asked for by the part of the map in
   sight, which never changes within a grid version. */
(() => {
  const yiping = window.yiping;
  const BEYOND = 0.25;

  /** `show({version, level, areas, shade, chosen})` names the areas of a level in sight, `hide()` takes the names away. */
  yiping.mapNames = (map, labels) => {
    const turns = yiping.latest();
    let told = null;
    let held = null;

    async function ask() {
      const box = map.getBounds().pad(BEYOND);
      const sides = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((side) => side.toFixed(5));
      const mine = { version: told.version, level: told.level, chosen: told.chosen, zoom: map.getZoom(), box };
      const areas = await turns(`/cells/${mine.version}/level/${mine.level}/names?bbox=${sides}`);
      if (!areas || !told) return;
      held = mine;
      const [first, last] = mine.chosen;
      labels.deeper(areas.filter(([number]) => number >= first && number <= last));
      write();
    }

    function write() {
      labels.shade((number) => {
        const row = yiping.cells.rowOf(told.areas, number);
        const shade = row < 0 ? 6 : told.shade[row];
        return shade < 6 ? shade : -1;
      });
      labels.arrange();
    }

    const same = () =>
      held.level === told.level &&
      held.version === told.version &&
      String(held.chosen) === String(told.chosen) &&
      Math.abs(held.zoom - map.getZoom()) < 1 &&
      held.box.contains(map.getBounds());

    function look() {
      if (!told) return;
      if (held && same()) write();
      else ask().catch(() => undefined);
    }

    function hide() {
      told = held = null;
      labels.deeper([]);
    }

    map.on("moveend", () => told && !(held && same()) && look());
    return { show: (next) => ((told = next), look()), hide };
  };
})();
