/* Names on the map: one label inside each outline, the larger areas first, none over another. */
(() => {
  const yiping = window.yiping;
  const GAP = 4;
  const SPILL = 2.2; // of the outlines' names, which are few: they may be so much wider than their area

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

  function label(name, centre, wide, high, rank) {
    const place = document.createElement("span");
    place.className = "area-label hidden";
    const [words, value] = [document.createElement("b"), document.createElement("i")];
    words.textContent = name;
    place.append(words, value);
    const icon = window.L.divIcon({ className: rank ? "area-name smaller" : "area-name", html: place, iconSize: null });
    const marker = window.L.marker(centre, { icon, interactive: false, keyboard: false });
    return { marker, place, words, value, wide, high, rank, size: wide * high, state: "hidden", measured: false };
  }

  /* Sizes in pixels of labels whose text is new: all are shown, then all are read, so that the page is laid out once. */
  function measure(labels) {
    const fresh = labels.filter((one) => !one.measured && one.place.isConnected);
    fresh.forEach((one) => mark(one, ""));
    for (const one of fresh) {
      one.full = [one.place.offsetWidth, one.place.offsetHeight];
      one.brief = [one.words.offsetWidth, one.words.offsetHeight];
      one.measured = one.full[0] > 0;
    }
  }

  function mark(one, state) {
    if (one.state === state) return;
    one.state = state;
    one.place.className = state ? `area-label ${state}` : "area-label";
  }

  const box = (at, [wide, high]) => ({ left: at.x - wide / 2, right: at.x + wide / 2, top: at.y - high / 2, bottom: at.y + high / 2 });
  const apart = (a, b) => a.left >= b.right + GAP || b.left >= a.right + GAP || a.top >= b.bottom + 2 || b.top >= a.bottom + 2;

  /* What of a label has room inside its area and beside those placed already: everything, its name, or nothing. */
  function settle(one, map, placed, forms) {
    if (!one.measured) return;
    const at = map.latLngToLayerPoint(one.marker.getLatLng());
    const [x, y] = [map.degrees * one.wide, map.degrees * one.high];
    const spill = one.rank ? 1.1 : SPILL;
    for (const state of forms) {
      const size = state ? one.brief : one.full;
      const here = box(at, size);
      if (size[0] > x * spill || size[1] > y * spill || !placed.every((other) => apart(here, other))) continue;
      placed.push(here);
      return mark(one, state);
    }
    mark(one, "hidden");
  }

  /** Labels of a map. Of outlines: `add(code, name, layer)`, `say(code, text, shade)` writes a value under a name, `clear()`.
      Of smaller areas: `deeper([[number, name, lon, lat, width, height]])`, `shade((number) => shade)`. `arrange()` shortens or
      hides what collides or has no room: outlines come before smaller areas, larger areas before small ones. */
  yiping.labels = (map) => {
    let labels = new Map();
    let smaller = new Map();
    const groups = [window.L.layerGroup().addTo(map), window.L.layerGroup().addTo(map)];

    const clear = () => {
      groups[0].clearLayers();
      labels = new Map();
    };
    const add = (code, name, layer) => {
      const [largest] = outer(layer);
      const bounds = window.L.latLngBounds(largest);
      const [wide, high] = [bounds.getEast() - bounds.getWest(), bounds.getNorth() - bounds.getSouth()];
      const made = label(name, middle(largest), wide, high, 0);
      labels.set(code, made);
      groups[0].addLayer(made.marker);
    };
    const say = (code, text, shade) => {
      const found = labels.get(code);
      if (!found) return;
      if (found.value.textContent !== text) {
        found.value.textContent = text;
        found.measured = false;
      }
      found.place.dataset.shade = shade;
    };
    const deeper = (areas) => {
      const before = smaller;
      smaller = new Map();
      for (const [number, name, lon, lat, wide, high] of areas) {
        const held = before.get(number) || label(name, [lat, lon], wide, high, 1);
        smaller.set(number, held);
        if (!before.delete(number)) groups[1].addLayer(held.marker);
      }
      before.forEach((gone) => groups[1].removeLayer(gone.marker));
    };
    const shade = (shadeOf) => smaller.forEach((one, number) => (one.place.dataset.shade = shadeOf(number)));
    const arrange = () => {
      const all = [...labels.values(), ...smaller.values()];
      measure(all);
      const view = { degrees: (256 * 2 ** map.getZoom()) / 360, latLngToLayerPoint: (point) => map.latLngToLayerPoint(point) };
      const placed = [];
      const forms = smaller.size ? ["brief"] : ["", "brief"];
      all.sort((a, b) => a.rank - b.rank || b.size - a.size).forEach((one) => settle(one, view, placed, forms));
    };
    /* Another size of the screen is another size of the type. */
    map.on("resize", () => [...labels.values(), ...smaller.values()].forEach((one) => (one.measured = false)));
    return { clear, add, say, deeper, shade, arrange };
  };
})();
