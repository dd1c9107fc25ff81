/* One scheduler for all news: asks /api/v1/live, hands a new stamp to Dash, says so when the server is gone. */
(() => {
  const yiping = window.yiping;
  const PERIODS = { wall: 1000, analyst: 5000, sources: 5000, dictionary: 15000 };
  const LONGEST_PAUSE = 5000;
  const PATIENCE = 8000;
  const LOOKING_BACK = 60000;
  const root = document.documentElement;
  let version = "";
  let area = "";
  let pushed = "";
  let pushedAt = 0;
  let failures = 0;
  let brokenSince = 0;

  function period() {
    const usual = PERIODS[root.dataset.screen] || PERIODS.analyst;
    const pause = failures ? Math.min(usual * 2 ** (failures - 1), LONGEST_PAUSE) : usual;
    return pause * (0.9 + 0.2 * Math.random());
  }

  /* The newest events of the area shown; those who hold them already are told so in a short answer. */
  async function ask() {
    const shown = document.querySelector("[data-panel='header']")?.dataset.area || "";
    const since = shown === area ? version : "";
    const asked = new URLSearchParams({ since, ...(shown && { area: shown }) });
    const answer = await fetch(`/api/v1/live?${asked}`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(`live: ${answer.status}`);
    const news = await answer.json();
    area = shown;
    return news;
  }

  function take(news) {
    const recovered = failures > 0;
    failures = 0;
    brokenSince = 0;
    show();
    version = news.version;
    yiping.announce(news, recovered);
    if (recovered) push();
    else hand();
  }

  /* A new stamp is pushed at once; to a screen that looks back once a minute, for corrections that came late. */
  function hand() {
    if (!yiping.heard || yiping.replaying || yiping.heard.stamp === pushed) return;
    if (!yiping.isLive() && Date.now() - pushedAt < LOOKING_BACK) return;
    const shown = document.querySelector("[data-stamp]");
    if (!pushed && shown?.dataset.stamp === yiping.heard.stamp) note(yiping.heard.stamp);
    else push();
  }

  function note(stamp) {
    pushed = stamp;
    pushedAt = Date.now();
  }

  function push() {
    if (yiping.replaying) return;
    note(yiping.heard.stamp);
    window.dash_clientside.set_props("stamp", { data: yiping.heard.stamp });
  }

  /** Gives the present stamp to all panels, whichever they have. */
  yiping.pushStamp = () => yiping.heard && push();

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
      const said = broken ? `${place.dataset.broken} ${elapsed()}` : "";
      if (place.textContent !== said) place.textContent = said;
    });
  }

  function elapsed() {
    const seconds = Math.floor((Date.now() - brokenSince) / 1000);
    const two = (number) => String(number).padStart(2, "0");
    return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  }

  async function turn() {
    try {
      if (window.dash_clientside && document.querySelector("[data-slot]")) take(await ask());
    } catch {
      missed();
    }
    window.setTimeout(turn, period());
  }

  /* From a look back to the present: the stamp that was held back, at once. */
  for (const event of ["_dashprivate_pushstate", "popstate"]) window.addEventListener(event, () => yiping.isLive() && hand());
  window.setInterval(() => failures > 1 && show(), 1000);
  window.setTimeout(turn, 1000);
})();
