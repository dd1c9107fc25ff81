/* The clock of a wall: date, weekday and time of day in the city's zone. */
(() => {
  const formats = new Map();

  function format(zone, language) {
    const key = `${zone} ${language}`;
    if (!formats.has(key)) {
      const fields = { year: "numeric", month: "2-digit", day: "2-digit", weekday: "short", hour: "2-digit", minute: "2-digit" };
      formats.set(key, new Intl.DateTimeFormat(language, { ...fields, timeZone: zone, hourCycle: "h23" }));
    }
    return formats.get(key);
  }

  /* The city's own clock, which may be another than this machine's; of data that have ended, this machine's. */
  function present() {
    const { heard, cityNow } = window.yiping;
    return heard && heard.freshness !== "static" ? cityNow() : Date.now();
  }

  function text(zone, language) {
    const parts = Object.fromEntries(format(zone, language).formatToParts(present()).map((part) => [part.type, part.value]));
    return `${parts.year}-${parts.month}-${parts.day} ${parts.weekday} ${parts.hour}:${parts.minute}`;
  }

  function show(place) {
    const now = text(place.dataset.clock, place.dataset.clockLang);
    if (place.textContent !== now) place.textContent = now;
  }

  window.yiping.watch("data-clock", show);
  window.setInterval(() => document.querySelectorAll("[data-clock]").forEach(show), 1000);
})();
