/* One scheduler for all news: asks /api/v1/live, hands a new stamp to Dash, says so when the server is gone. */
(() => {
  const PERIODS = { wall: 1000, analyst: 5000, dictionary: 15000 };
  const LONGEST_PAUSE = 15000;
  const PATIENCE = 8000;
  const root = document.documentElement;
  let version = "";
  let stamp = "";
  let failures = 0;
  let brokenSince = 0;

  function period() {
    const usual = PERIODS[root.dataset.screen] || PERIODS.analyst;
    const pause = failures ? Math.min(usual * 2 ** (failures - 1), LONGEST_PAUSE) : usual;
    return pause * (0.9 + 0.2 * Math.random());
  }

  async function ask() {
    const answer = await fetch(`/api/v1/live?since=${version}`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(`live: ${answer.status}`);
    return answer.json();
  }

  function push(news) {
    const recovered = failures > 0;
    failures = 0;
    brokenSince = 0;
    show();
    version = news.version;
    if (news.stamp === stamp && !recovered) return;
    const first = stamp === "" && !recovered;
    stamp = news.stamp;
    const shown = document.querySelector("[data-stamp]");
    if (first && shown && shown.dataset.stamp === stamp) return;
    window.dash_clientside.set_props("stamp", { data: stamp });
  }

  function missed() {
    failures += 1;
    if (!brokenSince) brokenSince = Date.now();
    show();
  }

  /* Two failures in a row are a broken link; a single one may be a hiccup. */
  function show() {
    const broken = failures > 1;
    root.dataset.link = broken ? "broken" : "alive";
    document.querySelectorAll(".link-state").forEach((place) => {
      place.textContent = broken ? `${place.dataset.broken} ${elapsed()}` : "";
    });
  }

  function elapsed() {
    const seconds = Math.floor((Date.now() - brokenSince) / 1000);
    const two = (number) => String(number).padStart(2, "0");
    return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  }

  async function turn() {
    try {
      if (window.dash_clientside && document.querySelector("[data-slot]")) push(await ask());
    } catch {
      missed();
    }
    window.setTimeout(turn, period());
  }

  window.setInterval(() => failures > 1 && show(), 1000);
  window.setTimeout(turn, 1000);
})();
