/* The map by keyboard: arrows pan, + and - zoom, while nothing else on the page has the focus. Tab goes through the
   outlines, Enter opens one, Escape goes up (map.js). */
(() => {
  const yiping = window.yiping;
  const STEP = 0.15;
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const ZOOMS = { "+": 1, "=": 1, "-": -1, _: -1 };

  yiping.mapKeys = (map) => {
    const container = map.getContainer();

    function press(event) {
      if (!container.isConnected) return document.removeEventListener("keydown", press);
      const elsewhere = event.target !== document.body && !container.contains(event.target);
      if (elsewhere || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || yiping.isWall()) return;
      if (ARROWS[event.key]) {
        const size = map.getSize();
        const [x, y] = ARROWS[event.key];
        map.panBy([x * STEP * size.x, y * STEP * size.y], { animate: false });
      } else if (ZOOMS[event.key]) {
        map.setZoom(map.getZoom() + ZOOMS[event.key] * map.options.zoomDelta, { animate: false });
      } else return;
      event.preventDefault();
    }

    document.addEventListener("keydown", press);
  };
})();
