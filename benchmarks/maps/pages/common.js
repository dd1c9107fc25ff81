/* What all pages of the comparison share: the view, the classes of every cell, and how a frame is waited for. */
const RAMP = ["#0b2c4e", "#00507a", "#00789e", "#31a1b8", "#77c6cc", "#b5eae6"];
const LINE = "#1b3349";
const bench = (window.bench = {});

/* The class of a cell in one of several paintings; every painting changes every cell. */
const shadeOf = (row, painting) => (((row * 2654435761) >>> 7) + painting) % RAMP.length;

/* Until what was drawn is on the screen: a frame has begun after it, and the work before that frame is done. */
const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

async function load(script) {
  const element = document.createElement("script");
  element.src = script;
  document.head.append(element);
  await new Promise((done, failed) => Object.assign(element, { onload: done, onerror: failed }));
}

const json = async (address) => (await fetch(address)).json();

function leafletMap(view, options = {}) {
  const map = L.map("map", { zoomSnap: 0, zoomAnimation: false, fadeAnimation: false, inertia: false, zoomControl: false, attributionControl: false, ...options });
  map.setView([view.lat, view.lon], view.zoom, { animate: false });
  bench.pan = (dx, dy) => map.panBy([dx, dy], { animate: false });
  return map;
}
