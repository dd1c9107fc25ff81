/* Drawing of marks on a canvas: the surface, the colours of the style sheet, and what marks have in common. */
(() => {
  const yiping = window.yiping;

  /* What the style sheet says, read once for each drawing. */
  const styles = new Map();

  /** A value of the style sheet: a colour, the family of type. */
  yiping.styled = (name) => {
    if (!styles.has(name)) styles.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim());
    return styles.get(name);
  };

  /** A canvas in a pane of its own, as large as the map at the resolution of the screen: `begin()` empties it for the next
      drawing, `free()` gives its memory back. */
  yiping.markSurface = (map, name, height) => {
    const pane = map.getPane(name) || map.createPane(name);
    pane.style.zIndex = height;
    pane.style.pointerEvents = "none";
    const canvas = pane.appendChild(document.createElement("canvas"));
    canvas.className = "mark-canvas";
    canvas.dataset.layer = name;

    function begin() {
      styles.clear();
      const size = map.getSize();
      const ratio = window.devicePixelRatio || 1;
      const [width, tall] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
      if (canvas.width !== width || canvas.height !== tall) Object.assign(canvas, { width, height: tall });
      Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
      window.L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      const context = canvas.getContext("2d");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, size.x, size.y);
      return { context, size, ratio };
    }
    const free = () => Object.assign(canvas, { width: 0, height: 0 });
    return { canvas, begin, free };
  };

  /** Small pictures drawn once: a mark of a kind and state looks the same a thousand times. */
  yiping.markSprites = () => {
    const kept = new Map();
    return (key, side, ratio, paint) => {
      const full = `${key}|${side}|${ratio}|${document.documentElement.dataset.theme}`;
      if (!kept.has(full)) {
        if (kept.size > 400) kept.clear();
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = Math.ceil(side * ratio);
        const context = canvas.getContext("2d");
        context.setTransform(ratio, 0, 0, ratio, (side * ratio) / 2, (side * ratio) / 2);
        paint(context);
        kept.set(full, canvas);
      }
      return kept.get(full);
    };
  };

  /** Pixels of a rem for each of the 16 that it usually has: marks grow with the type of a wall. */
  yiping.markScale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

  /** A point [lat, lon] moved so far that a circle around it (radius in pixels) stays in its cell of the world's square cut
      into 2^depth by 2^depth: circles never cover each other. */
  yiping.inOwnCell = (map, at, depth, radius) => {
    const zoom = map.getZoom();
    const side = (256 * 2 ** zoom) / 2 ** depth;
    const half = Math.min(radius, side / 2);
    const within = (value) => Math.min(Math.max(value, Math.floor(value / side) * side + half), Math.ceil(value / side) * side - half);
    const point = map.project(at, zoom);
    const { lat, lng } = map.unproject(window.L.point(within(point.x), within(point.y)), zoom);
    return [lat, lng];
  };

  /** A round mark for many: how many they are, and a ring that shows the share of each part in its colour. */
  yiping.clusterMark = (context, x, y, radius, parts, words) => {
    const total = parts.reduce((sum, [n]) => sum + n, 0);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = yiping.styled("--panel");
    context.fill();
    let angle = -Math.PI / 2;
    for (const [n, colour] of parts) {
      const next = angle + (2 * Math.PI * n) / total;
      context.beginPath();
      context.arc(x, y, radius, angle, next);
      context.lineWidth = radius / 4.5;
      context.strokeStyle = colour;
      context.stroke();
      angle = next;
    }
    context.fillStyle = yiping.styled("--text");
    context.font = `600 ${radius * 0.75}px ${yiping.styled("--family")}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(words, x, y + radius * 0.05);
  };

  /** A small sign at the corner of a mark. */
  yiping.badgeMark = (context, x, y, side, sign, colour) => {
    if (!sign) return;
    context.beginPath();
    context.arc(x, y, side, 0, 2 * Math.PI);
    context.fillStyle = yiping.styled("--panel");
    context.fill();
    context.lineWidth = side / 4;
    context.strokeStyle = colour;
    context.stroke();
    context.fillStyle = yiping.styled("--text");
    context.font = `700 ${side * 1.7}px ${yiping.styled("--family")}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(sign, x, y);
  };
})();
