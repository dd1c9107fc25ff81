/* What the layers of units and devices share: marks on one canvas in a pane of their own, asked for by view, found again
   under the pointer, and asked for anew when reports came. Where there is no mark, pointer and clicks are the map's. */
(() => {
  const yiping = window.yiping;
  const MARGIN = 0.25;
  const GLIDE = 900;
  const FARTHEST = 400;
  const REACH = 3;
  const AGEING = 20000;

  function text(tag, name, words) {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = words;
    return made;
  }

  /* The legend as elements: counts are text, kinds are links that choose them. */
  function legend({ title, kinds, notes, signs }) {
    const chosen = kinds.map((kind) => {
      const made = text(yiping.isWall() ? "span" : "a", "fleet-kind", "");
      made.append(text("b", "fleet-sign", kind.sign), ` ${kind.text}`);
      made.title = kind.title;
      made.dataset.on = kind.on;
      if (made.tagName === "A") made.href = kind.href;
      return made;
    });
    const meant = signs.map(([sign, name]) => text("span", "fleet-state", `${sign} ${name}`));
    return [text("span", "fleet-title", title), ...notes.map((note) => text("span", "fleet-note", note)), ...chosen, ...meant];
  }

  /** A layer of marks. `about`: name, height of its pane, pause (ms between two askings), `asked(map, data)` more
      parameters, `marks(told, map)` the marks of an answer: {key, at: [lat, lon], reach: [x, y], lines(), draw(context, x, y),
      isGrey()}; `told.now()` is the moment shown in seconds. */
  yiping.markLayer = (map, [say, unsaid], about) => {
    const latest = yiping.latest();
    const sprite = yiping.markSprites();
    let board = null;
    let layer = null;
    let data = null;
    let told = null;
    let marks = [];
    let asked = null;
    let frame = 0;
    let reports = null;
    let askedAt = 0;
    let waiting = 0;
    let nodes = null;
    let written = "";

    /* Switched on, on a page that is still there: another screen has a map of its own. */
    const on = () => layer !== null && map.getContainer().isConnected;
    const now = () => (yiping.isLive() ? yiping.cityNow() / 1000 : told.at);

    function where(mark, moment) {
      if (!mark.from) return mark.at;
      const share = (moment - mark.began) / GLIDE;
      if (share >= 1) {
        mark.from = null;
        return mark.at;
      }
      const done = 1 - (1 - share) ** 3;
      return [0, 1].map((side) => mark.from[side] + (mark.at[side] - mark.from[side]) * done);
    }

    function paint() {
      frame = 0;
      if (!on()) return;
      const { context, size, ratio } = board.begin();
      const moment = performance.now();
      const tools = { scale: yiping.markScale(), size, sprite: (key, side, draw) => sprite(key, side, ratio, draw), taken: [] };
      let [moving, grey] = [false, 0];
      for (const mark of marks) {
        const point = map.latLngToContainerPoint(where(mark, moment));
        moving = moving || Boolean(mark.from);
        mark.seen = point.x > -40 && point.y > -40 && point.x < size.x + 40 && point.y < size.y + 40;
        if (!mark.seen) continue;
        [mark.x, mark.y] = [point.x, point.y];
        mark.draw(context, point.x, point.y, tools);
        grey += mark.isGrey?.() ? 1 : 0;
      }
      const drawn = marks.filter((mark) => mark.seen).length;
      Object.assign(board.canvas.dataset, { marks: drawn, grey, moving, reports: reports ?? "", known: told?.known ?? "" });
      if (moving) paintSoon();
    }
    function paintSoon() {
      if (!frame) frame = requestAnimationFrame(paint);
    }

    function hit(point) {
      for (let place = marks.length - 1; place >= 0; place -= 1) {
        const mark = marks[place];
        if (!mark.seen || !mark.reach) continue;
        if (Math.abs(point.x - mark.x - (mark.right || 0)) <= mark.reach[0] + REACH && Math.abs(point.y - mark.y - (mark.down || 0)) <= mark.reach[1] + REACH) return mark;
      }
      return null;
    }

    /* From where a mark was to where it is: a short way only, and not where motion is not wanted. */
    function glide(before) {
      if (yiping.isStill() || document.hidden) return;
      const moment = performance.now();
      const old = new Map(before.filter((mark) => mark.key !== undefined).map((mark) => [mark.key, mark]));
      for (const mark of marks) {
        const was = old.get(mark.key);
        if (!was) continue;
        const from = where(was, moment);
        const far = map.latLngToContainerPoint(from).distanceTo(map.latLngToContainerPoint(mark.at));
        if (far > 0.5 && far < FARTHEST) Object.assign(mark, { from, began: moment });
      }
    }

    function address() {
      const bounds = map.getBounds().pad(MARGIN);
      const sides = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((side) => side.toFixed(5));
      const found = new URL(layer.data, window.location.href);
      if (yiping.isLive() && yiping.heard) found.searchParams.set("stamp", yiping.heard.stamp);
      const more = { bbox: sides.join(","), zoom: map.getZoom(), scale: yiping.markScale(), ...about.asked?.(map, data) };
      for (const [name, value] of Object.entries(more)) found.searchParams.set(name, value);
      return { bounds, zoom: map.getZoom(), href: found.pathname + found.search };
    }

    function write(words) {
      const next = JSON.stringify(words);
      if (next !== written) [written, nodes] = [next, legend(words)];
      say(nodes);
    }

    /* The last good picture stays, but never as one of another moment. */
    function missed() {
      if (!yiping.isLive()) marks = [];
      unsaid();
      paintSoon();
    }

    async function refresh() {
      asked = address();
      askedAt = Date.now();
      const mine = await latest(asked.href).catch(() => null);
      if (mine === undefined || !on()) return;
      if (mine === null) return missed();
      told = mine;
      reports = told.reports;
      const before = marks;
      marks = told.known ? about.marks(Object.assign(told, { now }), map) : [];
      glide(before);
      write(told.legend);
      paintSoon();
    }

    /* Moved: drawn at once from what is there; asked again where that no longer covers the view. */
    function moved() {
      if (!on()) return;
      paintSoon();
      if (!asked || asked.zoom !== map.getZoom() || !asked.bounds.contains(map.getBounds())) refresh();
    }

    /* Reports do not move the data version: they are asked for when the news tell of some, and not too often. */
    function news(heard) {
      if (!on() || document.hidden || !yiping.isLive() || heard.reports === undefined || heard.reports === reports || waiting) return;
      waiting = window.setTimeout(
        () => {
          waiting = 0;
          if (on() && yiping.isLive()) refresh();
        },
        Math.max(0, askedAt + about.pause - Date.now()),
      );
    }

    function show(one, next) {
      board = board || yiping.markSurface(map, about.name, about.height);
      layer = one;
      data = next;
      yiping.markPointer(map).add(hit);
      if (nodes) say(nodes);
      refresh();
    }

    function hide() {
      if (!layer) return;
      window.clearTimeout(waiting);
      yiping.markPointer(map).drop(hit);
      Object.assign(board.canvas.dataset, { marks: 0, grey: 0 });
      board.free();
      [layer, asked, marks, nodes, written, reports, waiting] = [null, null, [], null, "", null, 0];
    }

    yiping.onNews(news);
    map.on("move zoom viewreset resize", () => on() && paintSoon());
    map.on("moveend zoomend resize", moved);
    const clock = window.setInterval(() => {
      if (layer && !map.getContainer().isConnected) window.clearInterval(clock);
      else if (on() && !document.hidden && about.ages) paintSoon();
    }, AGEING);
    return { show, hide };
  };
})();
