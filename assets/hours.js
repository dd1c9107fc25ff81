/* Columns of the 24 hours; hours still to come have no column. */
(() => {
  const yiping = window.yiping;

  /** Draws the hours into `place`; `tools` are the drawing functions of charts.js. */
  yiping.hours = (place, data, width, height, { make, canvas }) => {
    const size = parseFloat(getComputedStyle(place).fontSize);
    const bottom = height - size * 1.5;
    const top = Math.max(1, ...data.values);
    const step = width / data.values.length;
    const parts = [make("line", { x1: 0, x2: width, y1: bottom, y2: bottom, class: "grid" })];
    data.values.forEach((value, hour) => {
      const tall = ((value || 0) / top) * (bottom - 2);
      const column = make("rect", { x: hour * step + step * 0.07, y: bottom - tall, width: step * 0.86, height: tall, class: "column" });
      if (data.texts[hour]) column.append(make("title", {}, data.texts[hour]));
      parts.push(column);
    });
    data.labelled.forEach((hour) => {
      parts.push(make("text", { x: (hour + 0.5) * step, y: height - size * 0.25, "text-anchor": "middle" }, String(hour)));
    });
    place.replaceChildren(canvas(width, height, parts));
  };
})();
