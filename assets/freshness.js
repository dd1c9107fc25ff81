/* How fresh the sources are, in the header and as a small sign on each panel that rests on a late one. The words come
   with the header; the sources from the header's drawing and, while the page is live, from each news. */
(() => {
  const yiping = window.yiping;
  const SIGNS = { fresh: "●", late: "◐", broken: "✕", empty: "○", static: "■" };
  const WORST_FIRST = ["broken", "late", "static", "fresh", "empty"];
  const MINUTE = 60000;
  let sources = [];
  let told = null;

  const isTroubled = (source) => source.status === "late" || source.status === "broken";
  const newest = (source) => Math.max(...[source.watermark, source.last_load].map((moment) => Date.parse(moment) || 0));
  const title = (source) => told.titles[source.name] || source.title || source.name;

  /* The time of day of its last sign of life, with the day when that was another one. */
  function since(source) {
    const [then, now] = [newest(source), yiping.cityNow()].map((instant) => yiping.clockOf(instant, told.zone));
    return `${then.day === now.day ? "" : `${then.day.slice(5)} `}${then.time.slice(0, 5)}`;
  }

  const howLong = (source) => spoken(Math.max(1, Math.floor((yiping.cityNow() - newest(source)) / MINUTE)));

  function spoken(minutes) {
    if (minutes < 120) return yiping.fill(told.words.minutes, { n: minutes });
    return minutes < 2880
      ? yiping.fill(told.words.hours, { n: Math.floor(minutes / 60) })
      : yiping.fill(told.words.days, { n: Math.floor(minutes / 1440) });
  }

  function sentence(source) {
    if (!isTroubled(source) || !newest(source)) return `${title(source)}: ${told.words[source.status]}`;
    return yiping.fill(told.words.silent, { source: title(source), time: howLong(source), since: since(source) });
  }

  function summary(worst, troubled) {
    if (!troubled.length) return told.words[`all_${worst}`];
    if (troubled.length === 1) return sentence(troubled[0]);
    const oldest = troubled.reduce((one, other) => (newest(other) < newest(one) ? other : one));
    const values = { count: troubled.length, since: since(oldest), sources: troubled.map(title).join(told.words.comma) };
    return yiping.fill(told.words.several, values);
  }

  function write(place) {
    const worst = WORST_FIRST.find((status) => sources.some((source) => source.status === status)) || "empty";
    const text = `${SIGNS[worst]} ${summary(worst, sources.filter(isTroubled))}`;
    if (place.textContent !== text) {
      const sign = document.createElement("span");
      sign.className = "sign";
      sign.textContent = SIGNS[worst];
      place.replaceChildren(sign, text.slice(1));
    }
    place.dataset.status = worst;
    place.title = sources.map(sentence).join("\n");
  }

  /* The status of one source in the table of sources. */
  function state(cell) {
    const source = sources.find((one) => one.name === cell.dataset.sourceStatus);
    if (!source || !told) return;
    const said = isTroubled(source) && newest(source) ? sentence(source) : told.words[source.status];
    const text = `${SIGNS[source.status]} ${said}`;
    if (cell.textContent !== text) cell.textContent = text;
    cell.dataset.status = source.status;
  }

  /* How far its newest data are behind, by the second at first. */
  function lag(cell) {
    const source = sources.find((one) => one.name === cell.dataset.sourceLag);
    if (!told || !source?.watermark) return;
    const seconds = Math.max(0, Math.round((yiping.cityNow() - Date.parse(source.watermark)) / 1000));
    const text = seconds < 120 ? yiping.fill(told.words.seconds, { n: seconds }) : spoken(Math.floor(seconds / 60));
    if (cell.textContent !== text) cell.textContent = text;
  }

  /* The sign of one panel: short for a card, with the name of the source where there is room. */
  function mark(section) {
    const slot = section.closest(".slot");
    if (!slot || !told) return;
    const kinds = (section.dataset.feeds || "").split(" ");
    const late = sources.filter((source) => isTroubled(source) && kinds.includes(source.kind || "events"));
    const [first] = late;
    const short = first ? `${SIGNS[first.status]} ${since(first)}` : "";
    if (first) {
      const named = yiping.fill(told.words.since, { source: title(first), since: since(first) });
      const marks = { "--late-sign": SIGNS[first.status], "--late": short, "--late-named": `${SIGNS[first.status]} ${named}` };
      tell(slot, short, marks, late.map(sentence).join("\n"));
    } else if (slot.dataset.late) {
      tell(slot, undefined, { "--late-sign": "", "--late": "", "--late-named": "" }, "");
    }
  }

  /* As a style, so that the parts of the panel can show it; nothing is added to what Dash keeps there. */
  function tell(slot, late, marks, title) {
    if (slot.title !== title) slot.title = title;
    if (slot.dataset.late === late) return;
    if (late) slot.dataset.late = late;
    else delete slot.dataset.late;
    for (const [name, mark] of Object.entries(marks)) slot.style.setProperty(name, mark && JSON.stringify(mark));
  }

  function show() {
    if (!told) return;
    document.querySelectorAll("[data-freshness]").forEach(write);
    document.querySelectorAll("[data-feeds]").forEach(mark);
    document.querySelectorAll("[data-source-status]").forEach(state);
    document.querySelectorAll("[data-source-lag]").forEach(lag);
  }

  yiping.watch("data-freshness", (place) => {
    told = JSON.parse(place.dataset.freshness);
    if (!yiping.isLive() || !yiping.heard) sources = told.sources;
    show();
  });
  yiping.watch("data-feeds", mark);
  yiping.watch("data-source-status", state);
  yiping.watch("data-source-lag", lag);
  yiping.onNews((news) => {
    if (!yiping.isLive()) return;
    sources = news.sources;
    show();
  });
})();
