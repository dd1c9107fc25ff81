/* The pointer over marks that are drawn on a canvas: what is said of the one under it, and what a click does. Where there is
   no mark, pointer and clicks are the map's. */
(() => {
  const yiping = window.yiping;
  const STILL = 5;
  const pointers = new WeakMap();

  /** Those of a map, the same for all its mark layers: `add(hit)` and `drop(hit)`; hit(point) is the mark there or null. */
  yiping.markPointer = (map) => {
    if (pointers.has(map)) return pointers.get(map);
    const container = map.getContainer();
    const layers = [];
    const hover = yiping.hover(container);
    container.lastElementChild.classList.add("mark-hover");
    let pressed = null;

    const place = (event) => map.mouseEventToContainerPoint(event);
    const onMap = (event) => !event.target.closest("button, a, .leaflet-control");
    const find = (event) => (onMap(event) ? layers.map((hit) => hit(place(event))).find(Boolean) : undefined);

    function leave() {
      container.classList.remove("on-mark");
      hover.hide();
    }
    function move(event) {
      if (event.buttons) return;
      const mark = find(event);
      if (!mark) {
        if (container.classList.contains("on-mark")) leave();
        return;
      }
      event.stopPropagation();
      container.classList.add("on-mark");
      hover.show(event, mark.lines);
    }
    function click(event) {
      const moved = pressed && pressed.distanceTo(place(event)) > STILL;
      const mark = moved ? undefined : find(event);
      if (!mark) return;
      event.stopPropagation();
      container.classList.add("on-mark");
      hover.show(event, mark.lines);
      if (mark.opens && !yiping.isWall()) map.setView(mark.at, map.getZoom() + mark.opens, { animate: false });
    }
    container.addEventListener("mousemove", move, true);
    container.addEventListener("mouseover", move, true);
    container.addEventListener("mouseleave", leave);
    container.addEventListener("mousedown", (event) => (pressed = place(event)), true);
    container.addEventListener("click", click, true);
    map.on("movestart zoomstart", leave);
    const made = {
      add: (hit) => layers.includes(hit) || layers.unshift(hit),
      drop: (hit) => {
        if (layers.includes(hit)) layers.splice(layers.indexOf(hit), 1);
        leave();
      },
    };
    pointers.set(map, made);
    return made;
  };
})();
