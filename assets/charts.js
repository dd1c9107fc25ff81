/* Small line charts as SVG, drawn from the JSON of a `data-chart` attribute; text enters as text nodes only. */
(() => {
  const yiping = window.yiping;
  const SVG = "http://www.w3.org/2000/svg";

  function make(name, attributes, text) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  /* Path through the points that have a value: a gap where one is missing. */
  function path(values, x, y) {
    let pen = "M";
    let route = "";
    values.forEach((value, index) => {
      if (value === null) {
        pen = "M";
        return;
      }
      route += `${pen}${x(index).toFixed(1)},${y(value).toFixed(1)}`;
      pen = "L";
    });
    return route;
  }

  function spark(place, data, width, height) {
    if (width < height * 1.2) {
      place.replaceChildren(canvas(width, height, []));
      return;
    }
    const present = data.values.filter((value) => value !== null);
    const low = Math.min(...present);
    const spread = Math.max(...present) - low || 1;
    const inset = parseFloat(getComputedStyle(place).fontSize) / 4;
    const x = (index) => inset + (index * (width - 2 * inset)) / Math.max(1, data.values.length - 1);
    const y = (value) => height - inset - ((value - low) / spread) * (height - 2 * inset);
    const last = data.values.length - 1;
    const parts = [make("path", { d: path(data.values, x, y), class: "line" })];
    if (data.values[last] !== null) parts.push(make("circle", { cx: x(last), cy: y(data.values[last]), r: inset * 0.6, class: "dot" }));
    place.replaceChildren(canvas(width, height, parts));
  }

  function canvas(width, height, parts) {
    const svg = make("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
    svg.append(...parts);
    return svg;
  }

  const tools = { make, path, canvas };
  const shapes = {
    spark,
    trend: (...given) => yiping.trend(...given, tools),
    hours: (...given) => yiping.hours(...given, tools),
  };

  function draw(place) {
    const { clientWidth: width, clientHeight: height } = place;
    if (!width || !height) return;
    const drawn = `${width}×${height} ${place.dataset.chart}`;
    if (place.drawn === drawn && place.firstChild) return;
    place.drawn = drawn;
    const data = JSON.parse(place.dataset.chart);
    shapes[data.kind](place, data, width, height);
  }

  const sizes = new ResizeObserver((entries) => entries.forEach((entry) => draw(entry.target)));
  yiping.watch("data-chart", (place) => {
    sizes.observe(place);
    draw(place);
  });
})();
