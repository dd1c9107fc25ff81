/* Names on the map: one label inside each outline, the larger areas first, none over another. */
(() => {
  const yiping = window.yiping;
  const GAP = 4;

  /* Outer rings of a polygon or multipolygon layer, the largest first. */
  function outer(layer) {
    const rings = layer.getLatLngs();
    const found = Array.isArray(rings[0][0]) ? rings.map((polygon) => polygon[0]) : [rings[0]];
    return found.sort((a, b) => extent(b) - extent(a));
  }

  function extent(ring) {
    const bounds = window.L.latLngBounds(ring);
    return (bounds.getEast() - bounds.getWest()) * (bounds.getNorth() - bounds.getSouth());
  }

  /* A point inside the ring: the middle of its widest stretch at half height. */
  function middle(ring) {
    const centre = window.L.latLngBounds(ring).getCenter();
    const crossings = [];
    ring.forEach((here, index) => {
      const next = ring[(index + 1) % ring.length];
      if (here.lat > centre.lat === next.lat > centre.lat) return;
      crossings.push(here.lng + ((centre.lat - here.lat) / (next.lat - here.lat)) * (next.lng - here.lng));
    });
    crossings.sort((a, b) => a - b);
    let [from, to] = [centre.lng, centre.lng];
    for (let index = 0; index + 1 < crossings.length; index += 2) {
      if (crossings[index + 1] - crossings[index] > to - from) [from, to] = [crossings[index], crossings[index + 1]];
    }
    return window.L.latLng(centre.lat, (from + to) / 2);
  }

  function label(layer, name) {
    const place = document.createElement("span");
    place.className = "area-label";
    const [words, value] = [document.createElement("b"), document.createElement("i")];
    words.textContent = name;
    place.append(words, value);
    const icon = window.L.divIcon({ className: "area-name", html: place, iconSize: null });
    const [largest] = outer(layer);
    const marker = window.L.marker(middle(largest), { icon, interactive: false, keyboard: false });
    return { marker, place, value, size: extent(largest) };
  }

  /** Labels for the outlines of a map: `say(code, text, shade)` writes a value under a name, `arrange()` shortens or hides what collides. */
  yiping.labels = (map) => {
    let labels = new Map();
    const group = window.L.layerGroup().addTo(map);

    const clear = () => {
      group.clearLayers();
      labels = new Map();
    };
    const add = (code, name, layer) => {
      const made = label(layer, name);
      labels.set(code, made);
      group.addLayer(made.marker);
    };
    const say = (code, text, shade) => {
      const found = labels.get(code);
      if (!found) return;
      if (found.value.textContent !== text) found.value.textContent = text;
      found.place.dataset.shade = shade;
    };
    const arrange = () => {
      const taken = [];
      const measured = [...labels.values()].map((one) => {
        one.place.classList.remove("hidden", "brief");
        return { one, box: one.place.getBoundingClientRect() };
      });
      measured.sort((a, b) => b.one.size - a.one.size);
      const clashes = (box) => taken.some((other) => box.left < other.right + GAP && other.left < box.right + GAP && box.top < other.bottom && other.top < box.bottom);
      for (const { one, box } of measured) {
        let space = box;
        if (clashes(space)) {
          one.place.classList.add("brief");
          space = one.place.getBoundingClientRect();
        }
        if (clashes(space)) one.place.classList.add("hidden");
        else taken.push(space);
      }
    };
    return { clear, add, say, arrange };
  };
})();
