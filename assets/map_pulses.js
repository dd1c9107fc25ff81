/* A new event pulses once at its point: rings in a layer of their own above the map, removed when they have faded. */
(() => {
  const yiping = window.yiping;
  const MOST = 40;
  const LASTS = 1600;
  const APART = 70;
  const GROWN = "scale(1)";

  /** The layer of a map: `pulse(events)` for those with a trusted point inside the view, `clear()` when it moves. */
  yiping.pulses = (map) => {
    const layer = document.createElement("div");
    layer.className = "map-pulses";
    layer.setAttribute("aria-hidden", "true");
    map.getContainer().append(layer);

    function ring(point, place) {
      const mark = document.createElement("span");
      mark.className = "pulse";
      mark.style.left = `${point.x}px`;
      mark.style.top = `${point.y}px`;
      layer.append(mark);
      const frames = yiping.isStill()
        ? [{ opacity: 1, transform: "scale(0.5)" }, { opacity: 1, transform: "scale(0.5)" }]
        : [
            { opacity: 0, transform: "scale(0.1)" },
            { opacity: 1, transform: "scale(0.1)", offset: 0.02 },
            { opacity: 1, transform: GROWN, offset: 0.45 },
            { opacity: 0, transform: GROWN },
          ];
      const motion = mark.animate(frames, { duration: LASTS, delay: place * APART, easing: "ease-out", fill: "both" });
      motion.onfinish = motion.oncancel = () => mark.remove();
    }

    function pulse(events) {
      if (!layer.isConnected || document.hidden) return;
      const bounds = map.getSize();
      events
        .filter((event) => event.lon !== null && event.lat !== null)
        .map((event) => map.latLngToContainerPoint([event.lat, event.lon]))
        .filter((point) => point.x >= 0 && point.y >= 0 && point.x <= bounds.x && point.y <= bounds.y)
        .slice(0, Math.max(0, MOST - layer.childElementCount))
        .forEach(ring);
    }

    const clear = () => layer.replaceChildren();
    map.on("movestart zoomstart", clear);
    return { pulse, clear };
  };
})();
