/* What lies under the cells: the city as plain land on the ground's colour, or the tiles of a service. Tiles that do not
   come take nothing away: the land is there again, one calm line says so, and now and then they are asked for anew. */
(() => {
  const yiping = window.yiping;
  const { L } = window;
  const PATIENCE = 6000;
  const AGAIN = 60000;

  /* Whether the tiles of one service come: told to `say("drawn" | "failed")`. */
  function observe(tiles, say) {
    let [come, failed] = [0, 0];
    let late = 0;
    let again = 0;
    const judge = (isLate) => {
      if (come > failed) say("drawn");
      else if (failed || isLate) say("failed");
    };
    const begin = () => {
      [come, failed] = [0, 0];
      window.clearTimeout(late);
      late = window.setTimeout(() => judge(true), PATIENCE);
    };
    const ask = () => failed >= come && failed && tiles.redraw();
    const end = () => {
      window.clearTimeout(late);
      window.clearTimeout(again);
      judge(false);
      if (failed >= come && failed) again = window.setTimeout(ask, AGAIN);
    };
    const gone = () => {
      window.clearTimeout(late);
      window.clearTimeout(again);
      window.removeEventListener("online", ask);
    };
    tiles.on({ loading: begin, load: end, remove: gone });
    tiles.on("tileload", () => ((come += 1), judge(false)));
    tiles.on("tileerror", () => ((failed += 1), judge(false)));
    window.addEventListener("online", ask);
    if (tiles.isLoading()) begin();
  }

  /** The ground of a map: `show(data)` for the JSON of the map's panel. */
  yiping.mapGround = (map) => {
    const container = map.getContainer();
    map.createPane("land").style.zIndex = 150;
    const notice = container.appendChild(document.createElement("div"));
    notice.className = "map-notice";
    notice.setAttribute("role", "status");
    let words = null;
    let state = "";
    let drawn = "";
    let land = null;

    function write() {
      const text = state === "failed" && words ? words.tiles_failed : "";
      if (notice.textContent !== text) notice.textContent = text;
    }

    function say(next) {
      if (next === state) return;
      state = next;
      container.classList.toggle("tiles-drawn", state === "drawn");
      container.classList.toggle("tiles-failed", state === "failed");
      write();
    }

    const isService = (layer) => layer instanceof L.TileLayer;
    map.eachLayer((layer) => isService(layer) && observe(layer, say));
    map.on("layeradd", ({ layer }) => isService(layer) && observe(layer, say));

    async function show(data) {
      words = data.words;
      write();
      if (data.land === drawn) return;
      drawn = data.land;
      const collection = await yiping.outlines(data.land).catch(() => null);
      if (!collection || drawn !== data.land) return (drawn = "");
      land?.remove();
      land = L.geoJSON(collection, { pane: "land", interactive: false, smoothFactor: 0.3, style: { className: "land" } }).addTo(map);
    }
    return { show };
  };
})();
