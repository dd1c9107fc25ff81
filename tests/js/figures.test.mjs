/* Figures: what Plotly is given, which days a brush means, and the table that stands for a figure. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { savedFigure } from "../../assets/modules/panels/figures/buttons.js";
import { fitted, inLines } from "../../assets/modules/panels/figures/bar_names.js";
import { barsFigure } from "../../assets/modules/panels/figures/bars.js";
import { numberOfPoint, targetOfPoint } from "../../assets/modules/panels/figures/clicks.js";
import { heatFigure } from "../../assets/modules/panels/figures/heat.js";
import { daysBetween, linesFigure } from "../../assets/modules/panels/figures/lines.js";
import { drawingOf } from "../../assets/modules/panels/figures/makers.js";
import { readingOf } from "../../assets/modules/panels/figures/line_reader.js";
import { barsTable, heatTable, linesTable } from "../../assets/modules/panels/figures/reading_table.js";
import { sketchOf } from "../../assets/modules/panels/figures/sketch.js";

const COLOURS = { panel: "#001", line: "#002", text: "#003", quiet: "#004", accent: "#005", bar: "#006", warn: "#007", hover: "#008" };
const LOOK = { colours: COLOURS, parts: ["#a", "#b"], shades: ["#0", "#1"], family: "sans", size: 12 };
const FRAME = { width: 600, height: 200 };
const chosen = { name: "now", role: "chosen", values: [1, null, 3], texts: ["one", "none", "three"], settled: [0, 3], numbers: ["chosen;days=1", "chosen;days=2", "chosen;days=3"] };
const before = { name: "then", role: "before", values: [2, 2, 2], texts: ["a", "b", "c"], settled: [0, 3], numbers: ["", "", ""] };
const asking = (text, number) => ({ text, number, isChosen: false });
const FIGURE = {
  kind: "lines",
  revision: "r",
  title: "Trend",
  note: "",
  labels: ["11-01", "11-02", "11-03"],
  names: ["1st", "2nd", "3rd"],
  spans: [["2026-11-01", "2026-11-01"], ["2026-11-02", "2026-11-02"], ["2026-11-03", "2026-11-03"]],
  series: [chosen, before],
  low: 0,
  high: 4,
  ticks: [[0, "0"], [2, "2"], [4, "4"]],
  partial: true,
  period: [1, 1],
  stacked: false,
  brush: "/?period=__DAYS__",
  target: null,
  normal: null,
  notes: [],
  breaks: [],
  words: { across: "Day" },
};

test("notes of the same days are one mark over them, in words that are no markup, and rows of the table", () => {
  const fair = { first: 0, last: 1, text: "Fair <b>" };
  const notes = [fair, { ...fair, text: "Rain" }, { first: 2, last: 2, text: "Siren" }];
  const { layout } = linesFigure({ ...FIGURE, notes }, LOOK, FRAME);
  const marks = layout.annotations.map(({ x, text, hovertext }) => [x, text, hovertext]);
  assert.deepEqual(marks, [[0.5, "2", "Fair &lt;b><br>Rain"], [2, "✎", "Siren"]]);
  assert.deepEqual(layout.shapes.filter(({ type }) => type === "line").map(({ x0, x1 }) => [x0, x1]), [[-0.5, 1.5], [1.5, 2.5]]);
  assert.deepEqual(linesTable({ ...FIGURE, notes }).slice(-1), [["3rd", "Siren"]]);
});

test("a line keeps its gaps, and a day that is not over stands apart", () => {
  const { data, layout } = linesFigure(FIGURE, LOOK, FRAME);
  assert.deepEqual(data.map(({ x, y, name }) => [name, x, y]), [
    ["now", [0, 1], [1, null]],
    ["now", [2], [3]],
    ["then", [0, 1], [2, 2]],
    ["then", [2], [2]],
  ]);
  assert.deepEqual(data.map(({ line }) => line?.color), ["#005", undefined, "#004", undefined]);
  assert.equal(data[1].marker.color, COLOURS.panel, "hollow");
  assert.equal(layout.uirevision, "r");
  assert.deepEqual(layout.shapes.map(({ x0, x1 }) => [x0, x1]), [[0.5, 1.5]]);
  assert.deepEqual(layout.yaxis.ticktext, ["0", "2", "4"]);
});

test("a single day that is over, before the running one, is a dot", () => {
  const series = { ...chosen, values: [4, 1], texts: ["four", "one"] };
  const { data } = linesFigure({ ...FIGURE, series: [series], labels: ["", ""] }, LOOK, FRAME);
  assert.deepEqual(data.map(({ x, y }) => [x, y]), [[[0], [4]], [[1], [1]]]);
  for (const { mode, marker } of data) assert.ok(mode.includes("markers") && marker.size > 0);
});

test("values that are not settled are dashed and hollow, and joined with those that are", () => {
  const series = { ...before, role: "chosen", values: [4, 3, 2, 1], texts: ["a", "b", "c", "d"], settled: [0, 2] };
  const { data } = linesFigure({ ...FIGURE, series: [series], partial: false, labels: ["", "", "", ""] }, LOOK, FRAME);
  assert.deepEqual(data.map(({ x, line }) => [x, line.dash]), [[[0, 1], "solid"], [[2, 3], "dash"], [[1, 2], "dash"]]);
  assert.deepEqual(data[1].marker.color, COLOURS.panel, "hollow");
  assert.equal(data[2].hoverinfo, "skip", "the piece between reads nothing");
  const running = linesFigure({ ...FIGURE, series: [series], labels: ["", "", "", ""] }, LOOK, FRAME).data;
  assert.deepEqual(running.map(({ x }) => x), [[0, 1], [2], [1, 2], [3]]);
});

test("what is normal lies behind the line, is read with it, and a value outside has a ring", () => {
  const band = { name: "normal", low: [0, null, 1], high: [2, null, 2], texts: ["0–2", "", "1–2, above"], outside: [2] };
  const figure = { ...FIGURE, series: [chosen], normal: band };
  const { data, layout } = linesFigure(figure, LOOK, FRAME);
  const area = data[0];
  assert.deepEqual([area.fill, area.hoverinfo, area.name], ["toself", "skip", "normal"]);
  assert.deepEqual(area.y, [2, 2, 0, 0, null, 2, 2, 1, 1], "each day alone is an area of its own");
  assert.ok(layout.showlegend && data.every(({ name, legendgroup }) => name !== "normal" || legendgroup === "normal"));
  const [reading, rings] = data.slice(-2);
  assert.deepEqual([reading.text, reading.y], [band.texts, band.high]);
  assert.deepEqual([rings.x, rings.y], [[2], [3]]);
  assert.deepEqual(linesTable(figure).map((row) => row.at(-1)), ["normal", "0–2", "", "1–2, above"]);
  assert.equal(readingOf(figure, 2, 2, 2), "3rd  three; 1–2, above");
  const whole = linesFigure({ ...figure, normal: { ...band, low: [0, 1, 1], high: [2, 3, 2] } }, LOOK, FRAME).data[0];
  assert.deepEqual([whole.x, whole.y], [[0, 1, 2, 2, 1, 0], [2, 3, 2, 1, 1, 0]], "days beside each other are one");
});

test("a target is a line across with its words", () => {
  const { layout } = linesFigure({ ...FIGURE, target: { value: 3, text: "target ≥ 3" } }, LOOK, FRAME);
  assert.deepEqual(layout.shapes.map(({ y0, y1 }) => [y0, y1]).at(-1), [3, 3]);
  assert.equal(layout.annotations.at(-1).text, "target ≥ 3");
});

test("a break is an upright line between two days with its own, why under the pointer, and a row of the table", () => {
  const breaks = [{ step: 1, at: 0.5, label: "11-02", text: "Rules <new>" }];
  const { layout } = linesFigure({ ...FIGURE, breaks, period: [0, 2] }, LOOK, FRAME);
  assert.deepEqual(layout.shapes.map(({ x0, x1, y0, y1 }) => [x0, x1, y0, y1]), [[0.5, 0.5, 0, 1]]);
  assert.deepEqual(layout.annotations.map(({ x, text, hovertext }) => [x, text, hovertext]), [[0.5, "11-02", "Rules &lt;new>"]]);
  assert.deepEqual(linesTable({ ...FIGURE, breaks }).at(-1), ["11-02", "Rules <new>"]);
  const figure = { ...FIGURE, breaks };
  assert.deepEqual([0, 1].map((at) => readingOf(figure, at, at, at)), ["1st  one; a", "2nd  none; b; ┊ 11-02 Rules <new>"]);
});

test("a line of which nothing is settled is dashed from end to end", () => {
  const { data } = linesFigure({ ...FIGURE, series: [{ ...before, settled: [0, 0] }], partial: false }, LOOK, FRAME);
  assert.deepEqual(data.map(({ x, line }) => [x, line.dash]), [[[], "dot"], [[0, 1, 2], "dash"]]);
});

const HEAT = {
  kind: "heat",
  faint: false,
  revision: "r",
  title: "Heat",
  labels: ["0", "1"],
  names: ["Monday"],
  values: [[1, null]],
  texts: [["one", "none"]],
  numbers: [["chosen;hour=00;weekday=1", ""]],
  conditions: [["weekday=1"], ["hour=00", "hour=01"]],
  chosen: [[], [1]],
  ticks: [[0, "0"], [2, "2"]],
  words: { across: "Weekday" },
};
const BARS = {
  kind: "bars",
  revision: "r",
  title: "Bars",
  labels: ["a very long name of a department", "b"],
  values: [4, null],
  written: ["4", ""],
  texts: ["four", "none"],
  faint: [false, true],
  conditions: ["department=a", null],
  chosen: [0],
  numbers: ["chosen;department=a", ""],
  marks: [{ at: 0.5, text: "median" }],
  across: true,
  high: 4,
  words: { across: "Name" },
};

test("a heat table keeps what has no colour, its scale is that of its ticks", () => {
  const [{ z, zmin, zmax, colorscale }] = heatFigure(HEAT, LOOK, FRAME).data;
  assert.deepEqual([z, zmin, zmax], [[[1, null]], 0, 2]);
  assert.deepEqual(colorscale, [[0, "#0"], [1, "#1"]]);
  const [head, monday] = heatTable(HEAT);
  assert.deepEqual(head.at(-1), { text: "1", condition: "hour=01", isChosen: true });
  assert.deepEqual(monday, [{ text: "Monday", condition: "weekday=1", isChosen: false }, asking("one", "chosen;hour=00;weekday=1"), "none"]);
  assert.deepEqual(heatTable({ ...HEAT, conditions: [[], []] }).map(([first]) => first), ["Weekday", "Monday"]);
});

test("bars start at zero, lie or stand, and long names are cut", () => {
  const lying = barsFigure(BARS, LOOK, FRAME);
  const upright = barsFigure({ ...BARS, across: false }, LOOK, FRAME);
  assert.deepEqual([lying.data[0].x, upright.data[0].y], [BARS.values, BARS.values]);
  assert.equal(lying.layout.xaxis.range[0], 0);
  assert.match(lying.layout.yaxis.ticktext[0], /^✓ a.*…$/);
  assert.equal(fitted("短名", 4), "短名");
  assert.deepEqual(upright.layout.shapes.map(({ x0 }) => x0), [0.5]);
  assert.deepEqual(barsTable(BARS).at(-1), ["", "median"]);
  assert.deepEqual(barsTable(BARS)[1][1], asking("four", "chosen;department=a"));
});

test("each of a few upright bars keeps its name, in lines where it is narrow; of a long scale some are left out", () => {
  const answers = ["1 very dissatisfied", "2 dissatisfied", "3 neutral", "4 satisfied", "5 very satisfied"];
  const upright = (labels, width) => {
    const columns = Object.fromEntries(["values", "written", "texts", "faint"].map((name) => [name, labels.map(() => 1)]));
    const written = labels.map(String);
    const figure = { ...BARS, ...columns, labels, written, across: false, chosen: [], marks: [] };
    return barsFigure(figure, LOOK, { width, height: 200 }).layout;
  };
  const [narrow, wide] = [upright(answers, 380), upright(answers, 1400)];
  assert.deepEqual(narrow.xaxis.tickvals, [0, 1, 2, 3, 4]);
  assert.deepEqual(narrow.xaxis.ticktext.slice(2), ["3 neutral", "4<br>satisfied", "5 very<br>satisfied"]);
  assert.ok(narrow.margin.b > wide.margin.b, "lines have their room");
  assert.deepEqual(wide.xaxis.ticktext, answers);
  const steps = Array.from({ length: 20 }, (_, step) => `${step * 10}–${step * 10 + 10}`);
  assert.equal(upright(steps, 330).xaxis.tickvals.length < 20, true);
  assert.equal(upright(steps, 330).xaxis.tickvals.at(-1), 19, "the last step is all that is more");
  assert.deepEqual(inLines("1 非常不满意", 4), ["1 非常", "不满意"]);
  assert.deepEqual(inLines("very dissatisfied indeed by all of it", 5).length, 3);
});

test("lines and marks grow with the type of a large screen", () => {
  const [usual, large] = [12, 32].map((size) => drawingOf({ ...FIGURE, kind: "lines" }, { ...LOOK, size }, FRAME).data);
  const widths = (data) => data.filter(({ line }) => line?.width).map(({ line, marker }) => [line.width, marker?.size]);
  assert.deepEqual(widths(large), widths(usual).map(([width, size]) => [width * 2, size && size * 2]));
});

test("colours come from the look alone", () => {
  const drawn = JSON.stringify([linesFigure(FIGURE, LOOK, FRAME), heatFigure(HEAT, LOOK, FRAME), barsFigure(BARS, LOOK, FRAME)]);
  const known = new Set([...Object.values(COLOURS), ...LOOK.parts, ...LOOK.shades]);
  for (const [colour] of drawn.matchAll(/#\w+/g)) assert.ok(known.has(colour), colour);
});

test("parts of a whole are stacked, and a note goes below where the legend leaves no room", () => {
  const part = { ...before, role: "part", name: "a part with a rather long name" };
  const stacked = linesFigure({ ...FIGURE, stacked: true, series: [part, part], note: "to be known" }, LOOK, FRAME);
  assert.deepEqual(stacked.data.map(({ type, x }) => [type, x.length]), [["bar", 3], ["bar", 3]]);
  assert.equal(stacked.layout.barmode, "stack");
  assert.equal(stacked.layout.annotations[0].yanchor, "top");
  const beside = linesFigure({ ...FIGURE, note: "to be known" }, LOOK, FRAME);
  assert.equal(beside.layout.annotations[0].yanchor, "bottom");
  assert.deepEqual(sketchOf({ ...FIGURE, stacked: true, series: [part, part] }).values, [4, 4, 4]);
});

test("a brush means the days it covers more than half of, in whichever direction it was drawn", () => {
  assert.equal(daysBetween(FIGURE, [0.6, 1.4]), "2026-11-02..2026-11-02");
  assert.equal(daysBetween(FIGURE, [2.9, -0.4]), "2026-11-01..2026-11-03");
  assert.equal(daysBetween({ ...FIGURE, spans: [] }, [0, 1]), "");
});

test("the table says what the pointer would read", () => {
  assert.deepEqual(linesTable(FIGURE)[0], ["Day", "now", "then"]);
  const third = { text: "3rd", href: "/?period=2026-11-03..2026-11-03", isChosen: false };
  const three = asking("three", "chosen;days=3");
  assert.deepEqual(linesTable(FIGURE)[3], [third, three, "c"]);
  assert.deepEqual(linesTable({ ...FIGURE, brush: "" })[3], ["3rd", three, "c"]);
});

test("a point names its figure: of a line that of its own day, of a cell and a bar its own", () => {
  assert.equal(numberOfPoint(FIGURE, { x: 2, y: 3, data: { name: "now" } }), "chosen;days=3");
  assert.equal(numberOfPoint(FIGURE, { x: 2, y: 3, data: { name: "then" } }), "");
  assert.equal(numberOfPoint(HEAT, { x: 0, y: 0 }), "chosen;hour=00;weekday=1");
  assert.equal(numberOfPoint(BARS, { x: 4, y: 0 }), "chosen;department=a");
});

test("a click on a day is its period, on a bar and a cell a filter", () => {
  document({ pathname: "/", search: "?where=hour=00" });
  const click = (figure, x, y, keys = {}) => targetOfPoint(figure, { x, y }, { shiftKey: false, altKey: false, ...keys });
  assert.equal(click(FIGURE, 2, 7), "/?period=2026-11-03..2026-11-03");
  assert.equal(click({ ...FIGURE, brush: "" }, 2, 7), null);
  assert.equal(click(BARS, 4, 0), "http://city/?where=department=a;hour=00");
  assert.equal(click(BARS, 4, 0, { altKey: true }), "http://city/?where=department!=a;hour=00");
  assert.equal(click(BARS, 4, 1), null);
  assert.equal(click({ ...BARS, across: false }, 0, 4), "http://city/?where=department=a;hour=00");
  assert.equal(click(HEAT, 0, 0), "http://city/?where=hour=00;weekday=1");
  assert.equal(click(HEAT, 1, 0, { shiftKey: true }), "http://city/?where=hour=00;hour=01;weekday=1");
  assert.equal(click(HEAT, 1, 0, { altKey: true }), null);
  document({ pathname: "/", search: "?where=hour=00;weekday=1" });
  assert.equal(click(HEAT, 0, 0), "http://city/");
});

function document({ pathname, search }) {
  const parameters = ["period", "where"].map((name) => ({ name, default: null, dropped_by: [] }));
  globalThis.window = { location: { pathname, search, href: `http://city${pathname}${search}` } };
  globalThis.document = { getElementById: () => ({ textContent: JSON.stringify({ parameters, screens: [] }) }) };
}

test("a saved figure has its title and room for it; the sketch is the first line", () => {
  const drawing = linesFigure(FIGURE, LOOK, FRAME);
  const saved = savedFigure(drawing, "Trend");
  assert.equal(saved.layout.title.text, "Trend");
  assert.ok(saved.layout.margin.t > drawing.layout.margin.t);
  assert.deepEqual(sketchOf(FIGURE).values, chosen.values);
});
