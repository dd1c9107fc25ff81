/* The trend: line, ticks, the chosen period as a band, the running day hollow, and the value under the pointer. */
(() => {
  const yiping = window.yiping;

  function layout(place, data, width, height) {
    const size = parseFloat(getComputedStyle(place).fontSize);
    const longest = Math.max(...data.ticks.map(([, text]) => [...text].reduce((sum, c) => sum + (c > "\u2e80" ? 1 : 0.6), 0)));
    const box = { left: longest * size + 8, right: width - size * 2, top: size * 0.7, bottom: height - size * 1.6, size };
    const span = Math.max(1, data.values.length - 1);
    return {
      ...box,
      x: (index) => box.left + (index * (box.right - box.left)) / span,
      y: (value) => box.bottom - ((value - data.low) / (data.high - data.low || 1)) * (box.bottom - box.top),
    };
  }

  function grid(data, at, make) {
    const room = Math.max(1, Math.floor((at.bottom - at.top) / (at.size * 1.7)));
    const steps = data.ticks.length - 1;
    let thinned = Math.max(1, Math.ceil(steps / room));
    while (thinned < steps && steps % thinned) thinned += 1;
    const lines = data.ticks.filter((_, index) => index % thinned === 0).flatMap(([value, text]) => [
      make("line", { x1: at.left, x2: at.right, y1: at.y(value), y2: at.y(value), class: "grid" }),
      make("text", { x: at.left - 6, y: at.y(value) + at.size * 0.35, "text-anchor": "end" }, text),
    ]);
    const every = Math.max(1, Math.ceil((data.labels.length * at.size * 4) / (at.right - at.left)));
    const last = data.labels.length - 1;
    data.labels.forEach((label, index) => {
      if ((last - index) % every) return;
      lines.push(make("text", { x: at.x(index), y: at.bottom + at.size * 1.3, "text-anchor": "middle" }, label));
    });
    return lines;
  }

  function band(data, at, make) {
    const [first, last] = data.period;
    if (first === null || last === null || (first === 0 && last === data.values.length - 1)) return [];
    const half = (at.right - at.left) / Math.max(1, data.values.length - 1) / 2;
    const left = Math.max(at.left, at.x(first) - half);
    const right = Math.min(at.right, at.x(last) + half);
    return [make("rect", { x: left, y: at.top, width: Math.max(1, right - left), height: at.bottom - at.top, class: "band" })];
  }

  function line(data, at, make, path) {
    const last = data.values.length - 1;
    const whole = data.partial ? data.values.slice(0, -1) : data.values;
    const parts = [make("path", { d: path(whole, at.x, at.y), class: "line" })];
    data.values.forEach((value, index) => {
      const alone = value !== null && (data.values[index - 1] ?? null) === null && (data.values[index + 1] ?? null) === null;
      if (value === null || (!alone && index !== last)) return;
      const state = data.partial && index === last ? "dot partial" : "dot";
      parts.push(make("circle", { cx: at.x(index), cy: at.y(value), r: at.size / 4, class: state }));
    });
    return parts;
  }

  /* The pointer's day: a rule and its words, in elements that live as long as the drawing. */
  function pointer(svg, data, at, make) {
    const rule = make("line", { y1: at.top, y2: at.bottom, class: "rule" });
    const words = make("text", { y: at.top + at.size * 0.4, class: "reading" });
    const show = (visible) => [rule, words].forEach((part) => (part.style.display = visible ? "" : "none"));
    show(false);
    svg.append(rule, words);
    svg.addEventListener("pointermove", (event) => {
      const share = (event.offsetX - at.left) / (at.right - at.left);
      const index = Math.min(data.values.length - 1, Math.max(0, Math.round(share * (data.values.length - 1))));
      const x = at.x(index);
      rule.setAttribute("x1", x);
      rule.setAttribute("x2", x);
      const late = x > (at.left + at.right) / 2;
      words.setAttribute("x", x + (late ? -6 : 6));
      words.setAttribute("text-anchor", late ? "end" : "start");
      words.textContent = data.texts[index];
      show(true);
    });
    svg.addEventListener("pointerleave", () => show(false));
  }

  /** Draws a trend into `place`; `tools` are the drawing functions of charts.js. */
  yiping.trend = (place, data, width, height, { make, path, canvas }) => {
    const at = layout(place, data, width, height);
    const parts = [...band(data, at, make), ...grid(data, at, make), ...line(data, at, make, path)];
    const svg = canvas(width, height, parts);
    pointer(svg, data, at, make);
    place.replaceChildren(svg);
  };
})();
