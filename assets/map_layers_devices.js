/* Devices: from afar one mark per area with how many there are and how many are not online; close up one each, its sign
   by type and a small sign by state, or clusters where those would be too many. Data: /api/v1/map/devices. */
(() => {
  const yiping = window.yiping;
  const WIDE_ENOUGH = 84;
  const EARTH = 40075016.686;
  const SINGLE_FROM = 15;
  const SIDE = 26;
  const RADIUS = 6.5;
  const COLOURS = ["--good", "--alarm", "--warn", "--unknown", "--quiet"];
  const HALF = [30, 14];

  const colours = () => COLOURS.map(yiping.styled);
  const number = (n) => n.toLocaleString("en-US");

  /* As the cells: the level chosen, else the deepest whose areas are wide enough for a mark each, and at least the areas
     inside the one shown. */
  function level(map, { cells }) {
    if (cells.level !== null) return Math.max(1, cells.level);
    const metres = (EARTH * Math.cos((map.getCenter().lat * Math.PI) / 180)) / 256 / 2 ** map.getZoom();
    let found = Math.min(Math.max(1, cells.child), cells.metres.length - 1);
    while (found + 1 < cells.metres.length && cells.metres[found + 1] / metres >= WIDE_ENOUGH * yiping.markScale()) found += 1;
    return found;
  }

  const written = (states, counts) =>
    states.map(([, name], place) => [name, counts[place]]).filter(([, n]) => n).map(([name, n]) => `${name} ${number(n)}`).join(" · ");

  const short = (n) => (n < 10000 ? number(n) : `${(n / 1000).toFixed(n < 100000 ? 1 : 0)}k`);

  /* Total, and beside their signs those that are not online; a bar of the shares. Where it would lie on another: a dot. */
  function card(context, x, y, scale, counts, states) {
    const [wide, high] = HALF.map((half) => half * scale);
    const total = counts.reduce((sum, n) => sum + n, 0);
    context.fillStyle = yiping.styled("--panel");
    context.strokeStyle = yiping.styled("--line");
    context.lineWidth = scale;
    context.beginPath();
    context.roundRect(x - wide, y - high, 2 * wide, 2 * high, 3 * scale);
    context.fill();
    context.stroke();
    let left = x - wide;
    colours().forEach((colour, place) => {
      const share = (2 * wide * counts[place]) / total;
      context.fillStyle = colour;
      context.fillRect(left, y + high - 3 * scale, share, 3 * scale);
      left += share;
    });
    const family = yiping.styled("--family");
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = yiping.styled("--text");
    context.font = `600 ${11 * scale}px ${family}`;
    context.fillText(short(total), x, y - 6.5 * scale);
    context.fillStyle = yiping.styled("--quiet");
    context.font = `${9 * scale}px ${family}`;
    const wrong = [1, 2, 3].filter((state) => counts[state]).map((state) => `${states[state][2]}${short(counts[state])}`);
    context.fillText(wrong.join(" "), x, y + 4.5 * scale, 2 * wide - 4 * scale);
  }

  /* From the point of the area to its card: which one it belongs to is seen where cards stand close. */
  function pin(context, x, y, right, down) {
    context.strokeStyle = yiping.styled("--text");
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + right, y + down);
    context.stroke();
    context.beginPath();
    context.arc(x, y, 2, 0, 2 * Math.PI);
    context.fillStyle = yiping.styled("--text");
    context.fill();
  }

  /* Where a card may lie beside the point of its area, the name's place left free; the best first. */
  const beside = (scale, wide, high) => [[0, high + 12 * scale], [0, -high - 12 * scale], [wide + 6 * scale, 0], [-wide - 6 * scale, 0]];

  function area(told, [name, lon, lat, kinds]) {
    const counts = told.states.map((_, state) => kinds.reduce((sum, one) => sum + one[state + 1], 0));
    const total = counts.reduce((sum, n) => sum + n, 0);
    return {
      at: [lat, lon],
      total,
      opens: 1.5,
      lines: () => [
        `${name} · ${yiping.fill(told.words.all, { n: number(total) })}`,
        written(told.states, counts),
        ...kinds.map(([kind, ...n]) => `${told.kinds[kind][0]}: ${written(told.states, n)}`),
      ],
      draw(context, x, y, { scale, taken }) {
        const [wide, high] = HALF.map((half) => half * scale);
        const free = beside(scale, wide, high).find(([right, down]) => taken.every(([left, top]) => Math.abs(left - x - right) >= 2 * wide || Math.abs(top - y - down) >= 2 * high));
        [this.right, this.down] = free || [0, 0];
        this.reach = free ? [wide, high] : [4 * scale, 4 * scale];
        if (free) {
          taken.push([x + this.right, y + this.down]);
          pin(context, x, y, this.right, this.down);
          card(context, x + this.right, y + this.down, scale, counts, told.states);
          return;
        }
        context.beginPath();
        context.arc(x, y, 4 * scale, 0, 2 * Math.PI);
        context.fillStyle = yiping.styled("--good");
        context.strokeStyle = yiping.styled("--panel");
        context.lineWidth = 1.5 * scale;
        context.fill();
        context.stroke();
      },
    };
  }

  function cluster(map, told, [lon, lat, ...counts]) {
    const total = counts.reduce((sum, n) => sum + n, 0);
    const radius = Math.min(31, 9 + 2 * Math.log2(1 + total));
    return {
      at: yiping.inOwnCell(map, [lat, lon], told.depth, radius * yiping.markScale()),
      opens: 1,
      lines: () => [yiping.fill(told.words.group, { n: number(total) }), written(told.states, counts)],
      draw(context, x, y, { scale }) {
        this.reach = [radius * scale, radius * scale];
        const parts = colours().map((colour, state) => [counts[state], colour]);
        yiping.clusterMark(context, x, y, radius * scale, parts, short(total));
      },
    };
  }

  function body(context, scale, sign, badge, colour) {
    const side = RADIUS * scale;
    context.beginPath();
    context.roundRect(-side, -side, 2 * side, 2 * side, 2 * scale);
    context.fillStyle = yiping.styled("--panel");
    context.fill();
    context.lineWidth = 1.6 * scale;
    context.strokeStyle = colour;
    context.stroke();
    context.fillStyle = yiping.styled("--text");
    context.font = `${side * 1.35}px ${yiping.styled("--family")}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(sign, 0, 0.5 * scale);
    yiping.badgeMark(context, side, -side, 4 * scale, badge, colour);
  }

  function single(told, place) {
    const { marks, words } = told;
    const [kind, sign] = told.kinds[marks.kind[place]];
    const [, state, badge] = told.states[marks.state[place]];
    const beat = marks.heartbeat[place];

    function heard() {
      if (beat === null) return words.unheard;
      const { day, time } = yiping.clockOf(beat * 1000, told.zone);
      return yiping.fill(words.heard, { time: told.now() - beat > 43200 ? `${day} ${time}` : time });
    }
    return {
      at: [marks.lat[place], marks.lon[place]],
      isGrey: () => marks.state[place] >= 3,
      lines: () => [`${kind} ${marks.device[place]}`, `${state} · ${heard()}`, ...(marks.owner[place] < 0 ? [] : [marks.owners[marks.owner[place]]])],
      draw(context, x, y, { scale, sprite }) {
        this.reach = [RADIUS * scale, RADIUS * scale];
        const colour = yiping.styled(COLOURS[marks.state[place]]);
        const side = SIDE * scale;
        const picture = sprite(`${sign}|${badge}|${colour}`, side, (brush) => body(brush, scale, sign, badge, colour));
        context.drawImage(picture, x - side / 2, y - side / 2, side, side);
      },
    };
  }

  function marks(told, map) {
    if (told.areas) return told.areas.map((one) => area(told, one)).sort((a, b) => b.total - a.total);
    if (told.clusters) return told.clusters.map((one) => cluster(map, told, one));
    return told.marks.device.map((_, place) => single(told, place));
  }

  const asked = (map, data) => ({ level: map.getZoom() < SINGLE_FROM ? level(map, data) : Math.max(0, data.cells.metres.length - 1) });
  yiping.mapLayer("devices", (map, ...tell) => yiping.markLayer(map, tell, { name: "devices", height: 610, pause: 15000, asked, marks }));
})();
