/* News of the server, told to every module that wants it; the clock of the city as the news have it. */
(() => {
  const yiping = (window.yiping = window.yiping || {});
  const listeners = [];
  let ahead = null;

  /** Calls handler(news) for each answer of /api/v1/live. */
  yiping.onNews = (handler) => listeners.push(handler);

  /** Tells all listeners; `fresh` is true after a broken link, when the server's clock may be another one. */
  yiping.announce = (news, fresh) => {
    const found = Date.parse(news.as_of) - Date.now();
    ahead = ahead === null || fresh ? found : Math.max(ahead, found);
    yiping.heard = news;
    listeners.forEach((handler) => handler(news));
  };

  /* Before anything is heard, the moment for which the page was drawn is the best that is known. */
  function aheadOfPage() {
    const stamp = yiping.isLive() && document.querySelector("[data-stamp]")?.dataset.stamp;
    if (stamp) ahead = Number(stamp.split(".")[1]) * 1000 - Date.now();
    return ahead ?? 0;
  }

  /** Milliseconds since 1970 by the city's clock: a stamp is up to a minute old, the newest one heard is not. */
  yiping.cityNow = () => Date.now() + (ahead ?? aheadOfPage());

  /** True while the page shows the present: nothing in its address looks back, and no replay is playing. */
  yiping.isLive = () => !yiping.replaying && !new URLSearchParams(window.location.search).has("as_of");

  const formats = new Map();

  /** Date and time of an instant (milliseconds) in a zone: { day: "2026-11-20", time: "10:32:07" }. */
  yiping.clockOf = (instant, zone) => {
    if (!formats.has(zone)) {
      const fields = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" };
      formats.set(zone, new Intl.DateTimeFormat("en", { ...fields, timeZone: zone, hourCycle: "h23" }));
    }
    const parts = Object.fromEntries(formats.get(zone).formatToParts(instant).map((part) => [part.type, part.value]));
    return { day: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}:${parts.second}` };
  };

  /** A sentence with its {names} filled in. */
  yiping.fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
})();
