/* The newest events: one line each, from the panel's own drawing and, while the page is live, from each news at once.
   An event that was not there before is marked in the list and pulses on the map. Text enters as text nodes (lists.js). */
(() => {
  const yiping = window.yiping;
  const REMEMBERED = 600;
  const STEP = " › ";
  const MARKED = 1500;
  let seen = new Set();
  let context = "";
  let last = 0;
  let oldest = 0;

  const address = () => window.location.pathname + window.location.search;

  /* As much of the date as the oldest event needs. */
  function form(events, told) {
    const now = yiping.clockOf(Date.parse(told.as_of), told.zone);
    const moments = events.map((event) => yiping.clockOf(Date.parse(event.reported_at), told.zone));
    if (moments.every((moment) => moment.day === now.day)) return ["timed", moments.map((moment) => moment.time)];
    const year = moments.every((moment) => moment.day.slice(0, 4) === now.day.slice(0, 4));
    const day = year ? 5 : 0;
    return [year ? "dayed" : "dated", moments.map((moment) => `${moment.day.slice(day)} ${moment.time.slice(0, 5)}`)];
  }

  /* Where, as the two steps below the area shown, and the department it went to. */
  function whither(event, told) {
    const steps = event.area_name.split(STEP);
    const below = steps.filter((step) => !told.known.includes(step));
    const where = below.slice(0, 2).join(STEP) || steps[steps.length - 1];
    if (!event.department) return where;
    return `${where} → ${event.department}${event.auto_dispatched ? ` (${told.automatic})` : ""}`;
  }

  function row(event, time, told) {
    const channel = event.channel ? told.channels[event.channel] || event.channel : told.unknown;
    const what = event.title || event.category || told.untitled;
    const cells = [["event-time", time], ["event-channel", channel], ["event-what", what], ["event-place", whither(event, told)]];
    const href = told.case_link?.replace(told.case, event.id.split("/").map(encodeURIComponent).join("/"));
    return { class: "event", cells, code: event.id, title: `${what}\n${event.area_name}`, ...(href && { href }) };
  }

  function write(list, events, told) {
    const shown = events.slice(0, told.count);
    const [name, times] = form(shown, told);
    list.dataset.form = name;
    const written = JSON.stringify(shown.map((event, index) => row(event, times[index], told)));
    if (list.dataset.list !== written) list.dataset.list = written;
  }

  /* Those not seen before; of a screen that has just gone to another address none is new, nor what is older than all
     that was listed last: the news tell of more events than the panel draws. */
  function unseen(events, moment) {
    const here = address();
    const known = here === context && moment >= last;
    const moments = events.map((event) => Date.parse(event.reported_at));
    const found = known ? events.filter((event, index) => !seen.has(event.id) && moments[index] > oldest) : [];
    if (here !== context) seen = new Set();
    events.forEach((event) => seen.add(event.id));
    if (seen.size > REMEMBERED) seen = new Set([...seen].slice(-REMEMBERED / 2));
    context = here;
    last = moment;
    oldest = moments.length ? Math.min(...moments) : 0;
    return found;
  }

  /* A light on the lines that are new, where those are few: of a whole list that moved it would only flicker. */
  function mark(list, events) {
    if (yiping.isStill() || !yiping.isLive() || 2 * events.length > list.children.length) return;
    const fresh = new Set(events.map((event) => event.id));
    const colour = getComputedStyle(list).getPropertyValue("--arrived");
    for (const item of list.children) {
      if (fresh.has(item.dataset.code)) item.animate([{ backgroundColor: colour }, { backgroundColor: "transparent" }], MARKED);
    }
  }

  function arrive(list, events, told) {
    const fresh = unseen(events, Date.parse(told.as_of));
    write(list, events, told);
    if (!fresh.length) return;
    yiping.pulse?.(fresh);
    queueMicrotask(() => mark(list, fresh));
  }

  /* A drawing that was asked for before the last news came would take events back: it only brings its words. */
  yiping.watch("data-events", (list) => {
    const told = JSON.parse(list.dataset.events);
    const news = told.with_news && list.news?.address === address() && yiping.isLive() ? list.news : null;
    list.told = told;
    if (news && Date.parse(news.as_of) >= Date.parse(told.as_of)) write(list, news.events, { ...told, as_of: news.as_of });
    else arrive(list, told.events, told);
  });

  yiping.onNews((news) => {
    const list = document.querySelector("[data-events]");
    const shown = list?.closest("[data-panel]").dataset.area;
    if (!news.changed || !yiping.isLive() || !list?.told?.with_news || news.area !== shown) return;
    list.news = { as_of: news.as_of, events: news.newest, address: address() };
    arrive(list, news.newest, { ...list.told, as_of: news.as_of });
  });
})();
