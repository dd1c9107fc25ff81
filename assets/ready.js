/* Says `data-ready="true"` on the document when everything belongs to the present address: panels, map, charts, fonts. */
(() => {
  const yiping = window.yiping;
  const root = document.documentElement;
  let planned = 0;

  function panelsAreHere(search) {
    const slots = [...document.querySelectorAll("[data-slot]")];
    return slots.length > 0 && slots.every((slot) => slot.querySelector("[data-panel]")?.dataset.search === search);
  }

  function mapIsHere(search) {
    if (!document.querySelector(".map-holder")) return true;
    return document.querySelector(".map-holder .leaflet-container")?.dataset.painted === search;
  }

  function tilesAreHere() {
    if (document.querySelector(".tiles-failed")) return true;
    return ![...document.querySelectorAll("img.leaflet-tile")].some((tile) => !tile.complete);
  }

  function screenIsHere() {
    return document.querySelector("[data-screen-of]")?.dataset.screenOf === window.location.pathname;
  }

  function check() {
    planned = 0;
    const search = window.location.search;
    const drawn = [...document.querySelectorAll("[data-chart], [data-list]")];
    const charts = drawn.every((place) => place.firstChild || !place.clientHeight || place.dataset.list === "[]");
    const ready = screenIsHere() && panelsAreHere(search) && mapIsHere(search) && tilesAreHere() && charts;
    root.dataset.ready = String(ready && document.fonts.status === "loaded");
  }

  function plan() {
    if (!planned) planned = window.setTimeout(check, 0);
  }

  yiping.afterChanges(plan);
  yiping.watch("data-painted", plan);
  for (const event of ["_dashprivate_pushstate", "popstate", "load"]) window.addEventListener(event, check);
  document.fonts.addEventListener("loadingdone", plan);
  window.setInterval(check, 250);
})();
