/* Units: clusters from afar; close up a mark each, its shape and sign by kind, a small sign and the colour by what it
   does, an arrow where it goes, grey when its position has become too old. Data: /api/v1/map/units. */
(() => {
  const yiping = window.yiping;
  const SIDE = 34;
  const RADIUS = 9;
  const COLOURS = { idle: "--accent", assigned: "--warn", en_route: "--warn", on_scene: "--good", sos: "--alarm" };
  const AWAY = new Set(["off", "leave", "offline"]);

  const corners = (number, turn) =>
    Array.from({ length: number }, (_, corner) => {
      const angle = turn + (2 * Math.PI * corner) / number;
      return [Math.sin(angle), -Math.cos(angle)];
    });
  const SHAPES = { triangle: corners(3, 0), square: corners(4, Math.PI / 4), hexagon: corners(6, 0) };

  function outline(context, shape, radius) {
    context.beginPath();
    const points = SHAPES[shape];
    if (!points) context.arc(0, 0, radius, 0, 2 * Math.PI);
    else points.forEach(([x, y]) => context.lineTo(x * radius * 1.25, y * radius * 1.25));
    context.closePath();
  }

  function body(kind, sign, colour, isGrey) {
    return (context, scale) => {
      outline(context, kind.shape, RADIUS * scale);
      context.fillStyle = yiping.styled("--panel");
      context.fill();
      context.lineWidth = 2.2 * scale;
      context.strokeStyle = colour;
      context.setLineDash(isGrey ? [3 * scale, 2 * scale] : []);
      context.stroke();
      context.setLineDash([]);
      context.fillStyle = isGrey ? yiping.styled("--quiet") : yiping.styled("--text");
      context.font = `500 ${RADIUS * 1.15 * scale}px ${yiping.styled("--family")}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText(kind.sign, 0, scale * (kind.shape === "triangle" ? 2 : 0.5));
      yiping.badgeMark(context, RADIUS * 0.95 * scale, -RADIUS * 0.95 * scale, 4.5 * scale, sign, colour);
    };
  }

  /* The way a unit goes, in degrees from north. */
  function arrow(context, x, y, heading, scale, colour) {
    const angle = (heading * Math.PI) / 180;
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.beginPath();
    context.moveTo(0, -(RADIUS + 9) * scale);
    context.lineTo(4.2 * scale, -(RADIUS + 2.5) * scale);
    context.lineTo(-4.2 * scale, -(RADIUS + 2.5) * scale);
    context.closePath();
    context.fillStyle = colour;
    context.fill();
    context.restore();
  }

  function single(told, place) {
    const { marks, kinds, states, words } = told;
    const kind = kinds[marks.kind[place]];
    const [state, name, sign] = states[marks.state[place]];
    const [silentName, silentSign] = states.at(-1).slice(1);
    const seen = marks.seen[place];
    const heading = marks.heading[place];
    const home = marks.homes[marks.home[place]];
    const age = () => told.now() - seen;
    const isOld = () => kind.ttl !== null && (seen === null || age() > kind.ttl);
    const isGrey = () => AWAY.has(state) || isOld();

    function sight() {
      if (seen === null) return words.never;
      const { day, time } = yiping.clockOf(seen * 1000, told.zone);
      const said = age() > 43200 ? `${day} ${time}` : time;
      return yiping.fill(isOld() ? words.unseen : words.seen, { time: said, minutes: Math.floor(age() / 60) });
    }
    return {
      key: marks.unit[place],
      rank: state === "sos" ? 2 : Number(!isGrey()),
      at: [marks.lat[place], marks.lon[place]],
      reach: [RADIUS, RADIUS],
      isGrey,
      lines: () => [
        `${kind.name} ${marks.unit[place]}`,
        `${isOld() && !AWAY.has(state) ? `${silentName} · ${name}` : name} · ${sight()}`,
        ...(home ? [yiping.fill(words.home, { area: home })] : []),
      ],
      draw(context, x, y, { scale, sprite }) {
        this.reach = [RADIUS * scale, RADIUS * scale];
        const grey = isGrey();
        const colour = yiping.styled(grey ? "--unknown" : COLOURS[state] || "--accent");
        const badge = isOld() && !AWAY.has(state) ? silentSign : sign;
        const key = `${kind.sign}|${kind.shape}|${badge}|${colour}|${grey}`;
        const side = SIDE * scale;
        const picture = sprite(key, side, (brush) => body(kind, badge, colour, grey)(brush, scale));
        if (heading !== null && !grey) arrow(context, x, y, heading, scale, colour);
        context.drawImage(picture, x - side / 2, y - side / 2, side, side);
      },
    };
  }

  function cluster(map, told, [lon, lat, seen, silent, off]) {
    const total = seen + silent + off;
    const radius = Math.min(31, 10 + 2.2 * Math.log2(1 + total));
    return {
      at: yiping.inOwnCell(map, [lat, lon], told.depth, radius * yiping.markScale()),
      opens: 2,
      lines: () => [yiping.fill(told.words.group, { n: total.toLocaleString("en-US"), seen, silent, off })],
      draw(context, x, y, { scale }) {
        this.reach = [radius * scale, radius * scale];
        const parts = [[seen, yiping.styled("--accent")], [silent, yiping.styled("--unknown")], [off, yiping.styled("--line")]];
        yiping.clusterMark(context, x, y, radius * scale, parts, silent ? `${total}?` : String(total));
      },
    };
  }

  function marks(told, map) {
    if (told.clusters) return told.clusters.map((one) => cluster(map, told, one));
    return told.marks.unit.map((_, place) => single(told, place)).sort((a, b) => a.rank - b.rank);
  }

  yiping.mapLayer("units", (map, ...tell) => yiping.markLayer(map, tell, { name: "units", height: 615, pause: 4000, ages: true, marks }));
})();
