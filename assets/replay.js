/* The replay control: a slider over the days of `data-replay`, play and pause, four speeds, and the keys. While it plays
   it hands all panels stamps of the moment played; the address gets the moment when it stands still again. A step is
   left out while the panels still draw the last one, so nothing queues up. */
(() => {
  const yiping = window.yiping;
  const TICK = 200;
  const STEP = 1000;
  const PATIENCE = 10000;
  const PARTS = 144;
  const SETTLE = 400;
  const state = { at: 0, playing: false, speed: 60, known: false, ticked: 0, pushed: 0, pushedAt: 0 };
  let told = null;
  let ui = null;
  let settling = 0;

  yiping.replaying = false;
  const here = () => new URLSearchParams(window.location.search);
  const limit = () => Math.min(told.end, yiping.cityNow());
  const within = (moment) => Math.max(told.start, Math.min(limit(), moment));
  const isOpen = () => Boolean(ui?.place.isConnected);

  /* City time without an offset, as the address has it. */
  function written(moment) {
    const { day, time } = yiping.clockOf(moment, told.zone);
    return `${day}T${time}`;
  }

  /* The moment that the panels show, from the header: it alone knows what an address means. */
  function shown() {
    return Number(document.querySelector("[data-moment]")?.dataset.moment || 0) * 1000;
  }

  function isBusy() {
    const waiting = state.pushed !== shown() || document.querySelector("[data-dash-is-loading]");
    return Boolean(state.pushed && waiting && Date.now() - state.pushedAt < PATIENCE);
  }

  /* The moment to all panels, unless they are still busy with the last: then a later turn of the clock tries again. */
  function hand() {
    const second = Math.floor(state.at / 1000) * 1000;
    if (second === state.pushed || isBusy() || (state.playing && Date.now() - state.pushedAt < STEP)) return;
    state.pushed = second;
    state.pushedAt = Date.now();
    const version = yiping.heard?.version ?? 0;
    window.dash_clientside.set_props("stamp", { data: `${version}.${second / 1000}.${state.known ? "known" : "replay"}` });
  }

  function advance() {
    if (!yiping.replaying) return;
    if (!isOpen()) return stop();
    const now = Date.now();
    if (state.playing) state.at = within(state.at + state.speed * (now - state.ticked));
    state.ticked = now;
    hand();
    draw();
    if (state.playing && state.at >= limit()) settle();
  }

  function take() {
    if (yiping.replaying) return;
    yiping.replaying = true;
    Object.assign(state, { at: within(shown()), pushed: 0, ticked: Date.now(), known: ui.known.checked });
  }

  function play() {
    take();
    if (state.at >= limit() - 1000) state.at = told.start;
    Object.assign(state, { playing: true, ticked: Date.now() });
    draw();
  }

  /* Stands still at what is shown: the address says the moment, and the stamp is again the city's own. */
  function settle() {
    window.clearTimeout(settling);
    if (!yiping.replaying) return;
    if (state.playing) state.at = state.pushed || state.at;
    state.playing = false;
    const query = here();
    query.set("replay", told.days);
    query.set("as_of", written(state.at));
    if (state.known) query.set("recorded_as_of", written(state.at));
    else query.delete("recorded_as_of");
    yiping.go(`${window.location.pathname}?${query}`);
    stop();
  }

  function stop() {
    const played = yiping.replaying;
    Object.assign(state, { playing: false, pushed: 0 });
    yiping.replaying = false;
    if (played) yiping.pushStamp();
    if (isOpen()) draw();
  }

  function seek(moment) {
    take();
    state.at = within(moment);
    advance();
  }

  /* After a move by slider or key: goes on playing, else the address follows when the hand rests. */
  function rest(wait) {
    window.clearTimeout(settling);
    if (!state.playing) settling = window.setTimeout(settle, wait);
  }

  function leave(...names) {
    stop();
    const query = here();
    for (const name of ["as_of", "recorded_as_of", ...names]) query.delete(name);
    yiping.go(`${window.location.pathname}${String(query) && `?${query}`}`);
  }

  function choose(speed) {
    state.speed = speed;
    draw();
  }

  function knowThen(known) {
    state.known = known;
    if (state.playing) return;
    take();
    state.known = known;
    settle();
  }

  function draw() {
    const at = yiping.replaying ? state.at : within(shown() || told.end);
    const many = told.end - told.start > 86400000;
    const { day, time } = yiping.clockOf(state.playing ? within(shown()) : at, told.zone);
    const moment = many ? `${day.slice(5)} ${time}` : time;
    if (ui.moment.textContent !== moment) ui.moment.textContent = moment;
    ui.slider.max = limit();
    ui.slider.value = at;
    ui.slider.style.setProperty("--done", `${(100 * (at - told.start)) / Math.max(1, limit() - told.start)}%`);
    ui.slider.setAttribute("aria-valuetext", `${day} ${time}`);
    const action = state.playing ? "pause" : "play";
    if (ui.play.dataset.action !== action) {
      ui.play.dataset.action = action;
      ui.play.textContent = action === "pause" ? "❚❚" : "▶";
      ui.play.setAttribute("aria-label", told.words[action]);
    }
    ui.speeds.forEach((button) => button.setAttribute("aria-pressed", String(Number(button.value) === state.speed)));
    if (!yiping.replaying) ui.known.checked = here().has("recorded_as_of");
    ui.back.disabled = yiping.isLive();
  }

  function button(text, act, name) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.className = name;
    made.addEventListener("click", act);
    return made;
  }

  function slider() {
    const made = document.createElement("input");
    made.type = "range";
    made.step = 1000;
    made.min = told.start;
    made.setAttribute("aria-label", told.words.moment);
    made.addEventListener("input", () => seek(Number(made.value)));
    made.addEventListener("change", () => rest(0));
    return made;
  }

  function check() {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.addEventListener("change", () => knowThen(box.checked));
    label.append(box, told.words.known);
    label.title = told.words.known_title;
    return [label, box];
  }

  function build(place) {
    told = JSON.parse(place.dataset.replay);
    const speeds = told.speeds.map((speed) => {
      const made = button(`×${speed}`, () => choose(speed), "replay-speed");
      made.value = speed;
      return made;
    });
    const [label, known] = check();
    const moment = document.createElement("output");
    moment.className = "replay-moment";
    const close = button("✕", () => leave("replay"), "replay-close");
    close.setAttribute("aria-label", told.words.close);
    ui = { place, speeds, known, moment, slider: slider(), back: button(told.words.back, () => leave(), "replay-back") };
    ui.play = button("▶", () => (state.playing ? settle() : play()), "replay-play");
    ui.play.title = told.words.keys;
    place.replaceChildren(ui.play, ...speeds, ui.slider, moment, label, ui.back, close);
    draw();
  }

  const KEYS = {
    " ": () => (state.playing ? settle() : play()),
    ArrowLeft: (event) => move(event.shiftKey ? -6 : -1),
    ArrowRight: (event) => move(event.shiftKey ? 6 : 1),
    "[": () => choose(told.speeds[Math.max(0, told.speeds.indexOf(state.speed) - 1)]),
    "]": () => choose(told.speeds[Math.min(told.speeds.length - 1, told.speeds.indexOf(state.speed) + 1)]),
  };

  function move(parts) {
    seek((yiping.replaying ? state.at : shown()) + (parts * (told.end + 1 - told.start)) / PARTS);
    rest(SETTLE);
  }

  document.addEventListener("keydown", (event) => {
    const taken = event.target.closest?.("input, select, textarea, button, a, summary");
    if (!isOpen() || !KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    if (taken && event.target !== ui.slider) return;
    event.preventDefault();
    KEYS[event.key](event);
  });

  /* Another address by the browser's buttons is what it says; by a link the replay goes on where it still has one. */
  window.addEventListener("popstate", stop);
  window.addEventListener("_dashprivate_pushstate", () => yiping.replaying && !here().has("replay") && stop());
  yiping.watch("data-replay", build);
  yiping.watch("data-moment", () => isOpen() && draw());
  yiping.onNews(() => isOpen() && !yiping.replaying && draw());
  window.setInterval(advance, TICK);
})();
