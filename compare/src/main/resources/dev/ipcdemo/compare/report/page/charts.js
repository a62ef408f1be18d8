// The pictures: first one dot plot that answers for the selection, then what else there is to see.

const FASTER = { true: "µs, logarithmic; ◂ left is faster", false: "messages/s, logarithmic; right is faster ▸" };

/** All of a row, for whoever points at it. */
function hover(row) {
  const { interval, value } = figureOf(row);
  const lines = [
    `${label(row)}, ${groupInWords(row.key)}`,
    isLatency(row) ? `p50 ${number(value)} µs` : `${number(value)} messages/s, ${number(row.bytesPerSecond / 1e6)} MB/s`,
    interval ? `95 % interval [${interval.map(number).join(", ")}]` : `no interval: ${row.obstacle ?? "made by an older ipc-demo"}`,
  ];
  if (isLatency(row)) lines.push(["p90", "p99", "p99.9", "max"].filter((name) => row.latencyNs[name]).map((name) => `${name} ${micros(row.latencyNs[name])}`).join(", "));
  lines.push(`${whole(row.messages.received)} messages, ${good(row).length} rounds`, `client ${row.clientPlace}, server ${row.serverPlace}`);
  return lines.join("\n");
}

/** Dimensions in which rows differ, besides the row itself. */
const varying = (rows) => CHOICES.map(({ name }) => name).filter((name) => unique(rows.map((row) => row.key[name])).length > 1);

/** What lanes stand for: the scope, and what else differs. */
function lanesOf(rows) {
  const differs = varying(rows);
  const groups = grouped(rows).sort(([a], [b]) => valuesOf("scope").indexOf(a.key.scope) - valuesOf("scope").indexOf(b.key.scope));
  return groups.map((group) => ({ group, words: differs.map((name) => said(name, group[0].key[name])).join(", ") }));
}

const isNarrow = (width) => width < 560;

/** Sockets, and what is no socket. */
function byKind(lines) {
  const sockets = lines.filter(({ row }) => !isFloor(row));
  const floors = lines.filter(({ row }) => isFloor(row));
  return [{ title: floors.length ? "Sockets" : "", lines: sockets }, { title: "No sockets, for scale", lines: floors }].filter((group) => group.lines.length);
}

/** The first picture of one run: each row once, with a mark for each scope. */
function plotOfRun(rows, width) {
  const lanes = lanesOf(rows);
  const main = lanes.findIndex(({ group }) => group[0] === mainGroup(rows)[0]);
  const latencies = rows.every(isLatency);
  const figure = (row) => (row && hasFigures(row) ? number(figureOf(row).value) : NONE);
  const second = (row) => (latencies ? micros(row?.latencyNs.p99) : number(row && hasFigures(row) ? row.bytesPerSecond / 1e6 : undefined));
  const names = unique(rows.map((row) => row.key.row));
  const rowsOf = new Map(lanes.map((lane) => [lane, byName(lane.group)]));
  const find = (name, lane) => rowsOf.get(lane).get(name);
  const lines = names.map((name) => ({
    name, row: name,
    marks: lanes.flatMap((lane, at) => {
      const row = find(name, lane);
      return row && hasFigures(row) ? [{ lane: at, ...figureOf(row), said: hover(row) }] : [];
    }),
    cells: [...lanes.map((lane) => figure(find(name, lane))), ...(isNarrow(width) ? [] : [second(find(name, lanes[main]))])],
  }));
  const unit = latencies ? "p50" : "msg/s";
  const narrow = isNarrow(width);
  const short = (words) => (narrow ? words.replace(/-(process|host).*/, "") : words) || unit;
  return dotPlot({
    width, lanes: lanes.map(({ words }) => words), groups: byKind(lines),
    heads: [...lanes.map(({ words }) => ({ text: lanes.length > 1 ? short(words) : unit, width: narrow ? (latencies ? 50 : 66) : Math.max(72, 18 + 6.5 * short(words).length) })),
      ...(narrow ? [] : [{ text: latencies ? "p99" : "MB/s", width: 72, soft: true }])],
    axis: FASTER[latencies], description: `${pictureTitle(rows)}. The table below has the figures.`,
  });
}

/** Where there is little room. */
const SHORTER = new Map([["no measurable difference", "not shown"]]);

/** Two runs or two ways: for each scope the rows with both marks, and what became of each. */
function plotOfChanges({ name, changes }, width) {
  const pairs = chosenChanges({ changes });
  const latencies = pairs.every(({ after }) => isLatency(after));
  const narrow = isNarrow(width);
  const differs = varying(pairs.map(({ after }) => after));
  const groups = byWord(pairs, ({ after }) => differs.map((name) => said(name, after.key[name])).join(", ")).map(([title, members]) => ({
    title,
    lines: members.map(({ before, after, text, words }) => ({
      name: before.key.row, row: before.key.row,
      marks: [before, after].map((row, lane) => ({ lane, value: figureOf(row).value, said: hover(row) })),
      cells: narrow ? [text.split(" ")[0], SHORTER.get(words) ?? words] : [number(figureOf(before).value), number(figureOf(after).value), text, words],
    })),
  }));
  const result = { text: "result", width: narrow ? 92 : 190, start: true, isStrong: (text) => text === "slower" || text === "faster" };
  return dotPlot({
    width, lanes: ["A", name], groups, linked: true,
    heads: narrow ? [{ text: `${name}/A`, width: 46 }, result]
      : [{ text: "A", width: 74 }, { text: name, width: 74 }, { text: `${name}/A [95 %]`, width: 150 }, result],
    axis: FASTER[latencies], description: `${pictureTitle(pairs.map(({ after }) => after))}: A and ${name}. The table below has the figures.`,
  });
}

/** What the first picture shows. */
function pictureTitle(rows) {
  const [{ key }] = rows;
  const what = rows.every(isLatency) ? (key.pattern === "connect" ? "Median time of connecting, µs" : "Median round trip, µs") : "Messages a second";
  const differs = varying(rows);
  const shared = groupInWords(key, [...differs, "scope"]);
  return `${what} — ${differs.includes("scope") ? "" : key.scope + ", "}${shared}`;
}

/** Draws what is selected, as wide as it is wanted. */
function plotOfSelection(width) {
  if (isPaired()) return chosenChanges(compared()).length ? plotOfChanges(compared(), width) : undefined;
  const rows = chosenRows();
  return rows.some(hasFigures) ? plotOfRun(rows, width) : undefined;
}

function showPlot() {
  const rows = chosenRows();
  const place = byId("plot");
  const plot = plotOfSelection(Math.max(300, place.clientWidth));
  byId("figures-title").textContent = plot ? pictureTitle(rows) : "Nothing to show";
  byId("explanation").textContent = explanation(rows);
  for (const id of ["copy-markdown", "save-png"]) byId(id).disabled = !plot;
  place.replaceChildren(plot ?? nothing(rows));
}

function explanation(rows) {
  if (!rows.length) return "";
  const what = rows.every(isLatency) ? "A round trip is the full time there and back." : "Counted at the receiver.";
  return isPaired() ? `${what} A line joins the medians of A and ${compared().name}.`
    : `${what} Mark: the median. Whisker: 95 % confidence interval of the median of the rounds (without an end: it goes on; none: the rounds carry none).`;
}

/** What to do when nothing is selected. */
function nothing(rows) {
  const why = rows.length ? "No selected row has figures: every round failed, or it is in one run only."
    : state.hidden.size && allRows().every((row) => state.hidden.has(row.key.row) || row.key.pattern !== state.filters.pattern)
      ? "Every row is hidden." : "No row of this report is all of what is selected.";
  return element("p", { class: "nothing" }, `${why} `, element("button", {
    type: "button", id: "show-all",
    onclick: () => {
      state.filters = { pattern: state.filters.pattern };
      state.hidden = new Set(hiddenAtFirst());
      selected();
    },
  }, "Show what was shown at first"));
}

// ---- Further pictures ----

/** Adds a section of pictures; each panel is {title, figure, config}: something to show, or a canvas to draw on. Nothing without panels. */
function addPanels(id, title, note, panels) {
  if (panels.length === 0) return;
  const figures = panels.map((panel) => element("figure", {}, element("figcaption", {}, panel.title), panel.figure));
  byId("charts").append(element("section", { id, "aria-labelledby": id + "-title" },
    element("h2", { id: id + "-title" }, title), element("p", { class: "note" }, note), element("div", { class: "panels" }, ...figures)));
}

function addCharts(id, title, note, panels) {
  const drawn = panels.map(({ title: name, config }) => {
    const canvas = element("canvas", { role: "img", "aria-label": `${title}: ${name}. The table below has the figures.` });
    return { title: name, canvas, config, figure: element("div", { class: "canvas", style: "height: 360px" }, canvas) };
  });
  addPanels(id, title, note, drawn);
  for (const { canvas, config } of drawn) {
    config.options = { animation: false, maintainAspectRatio: false, ...config.options };
    state.charts.push(new Chart(canvas, config));
  }
}

/** How wide a panel is that has a row of its own, or half of one. */
function panelWidth() {
  const room = byId("charts").clientWidth;
  return Math.max(260, (room > 840 ? (room - 16) / 2 : room) - 28);
}

const axis = (title, more = {}) => ({
  title: { display: true, text: title, color: css("--soft") },
  ticks: { color: css("--soft"), ...more.ticks },
  grid: { color: css("--line") },
  ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== "ticks")),
});

/** A logarithmic axis with few ticks: 1, 2, 5, 10, ...; all that there are where these would be too few. */
const logarithmic = (title) => axis(title, {
  type: "logarithmic",
  ticks: { callback: (value) => (value >= 1000 ? whole(value) : String(+value.toPrecision(3))) },
  afterBuildTicks: (scale) => {
    const round = scale.ticks.filter(({ value }) => /^[125]0*$/.test(value.toExponential(2).replace(/e.*|\./g, "")));
    if (round.length > 1) scale.ticks = round;
    else scale.ticks = [...new Set([scale.min, Math.sqrt(scale.min * scale.max), scale.max])].map((value) => ({ value }));
  },
});

/** Lines have the dashes of their kind: long for IPv6, short for bare channels; those of runs after the first are dotted. */
function line(row, points, more = {}) {
  const after = isPaired() ? sideOf(row).charCodeAt(0) - 65 : 0;
  const dashes = { solid: [], hatched: [7, 4], hollow: [3, 3] };
  return {
    label: label(row), data: points, showLine: true, borderColor: colour(row.key.row),
    backgroundColor: isBare(row.key.row) ? css("--paper") : colour(row.key.row),
    borderWidth: 2, borderDash: after ? [2, 2 + 2 * after] : dashes[fillOf(row.key.row)], pointRadius: 3.5, pointStyle: traits(row.key.row).polled ? "rect" : "circle", ...more,
  };
}

const lineOptions = (x, y, texts) => ({
  interaction: { mode: "nearest", axis: "xy", intersect: false },
  scales: { x, y },
  plugins: { legend: { labels: { color: css("--ink"), boxWidth: 26, boxHeight: 0 } }, tooltip: { callbacks: { title: () => "", label: texts } } },
});

function addCurves(rows) {
  const panels = grouped(rows.filter((row) => row.curve?.length)).map((group) => ({
    title: groupInWords(group[0].key),
    config: {
      type: "scatter",
      data: { datasets: group.map((row) => line(row, row.curve, { pointRadius: 0, pointHitRadius: 6, stepped: false })) },
      options: lineOptions(
        axis("percentile", {
          type: "logarithmic", min: 1.1,
          afterBuildTicks: (scale) => { scale.ticks = [2, 10, 100, 1000, 10000, 100000].filter((x) => x <= scale.max).map((value) => ({ value })); },
          ticks: { callback: (x) => percentile(x) },
        }),
        logarithmic("µs"),
        ({ dataset, raw }) => `${dataset.label}: ${percentile(raw.x)} ${number(raw.y)} µs`),
    },
  }));
  addCharts("curves", "All percentiles", "A line ends where fewer than ten samples lie beyond it. Both axes are logarithmic.", panels);
}

const percentile = (oneIn) => "p" + String(+(100 - 100 / oneIn).toPrecision(oneIn < 100 ? 3 : 3 + Math.floor(Math.log10(oneIn) - 1)));

/** Lines over a dimension that is a number: sizes, or rates. */
function addLines(id, dimension, title, note, unit, seriesOf) {
  const rows = chosenRows([dimension]).filter(hasFigures);
  const panels = grouped(rows, [dimension])
    .filter((group) => unique(group.map((row) => row.key[dimension])).length > 1)
    .map((group) => ({
      title: groupInWords(group[0].key, [dimension]),
      config: {
        type: "scatter",
        data: { datasets: unique(group.map(label)).flatMap((name) => seriesOf(group.filter((row) => label(row) === name).sort((a, b) => a.key[dimension] - b.key[dimension]))) },
        options: lineOptions(
          axis(dimensionOf(dimension).title.toLowerCase(), {
            type: "logarithmic",
            afterBuildTicks: (scale) => { scale.ticks = spread(valuesOf(dimension).filter((value) => value >= scale.min && value <= scale.max && value > 0)).map((value) => ({ value })); },
            ticks: { callback: (value) => inWords(dimension, value) },
          }),
          logarithmic(unit),
          ({ dataset, raw }) => `${dataset.label}, ${inWords(dimension, raw.x)}: ${number(raw.y)} ${unit}`),
      },
    }));
  addCharts(id, title, note, panels);
}

/** Of values in ascending order, those whose names have room beside each other on a logarithmic axis. */
function spread(values) {
  const step = (values.at(-1) / values[0]) ** (1 / 7);
  return values.reduce((kept, value) => (kept.length && value < kept.at(-1) * step ? kept : [...kept, value]), []);
}

function addSizes() {
  const latencies = chosenRows(["messageBytes"]).some(isLatency);
  addLines("sizes", "messageBytes", latencies ? "Median latency by size" : "Throughput by size", "All sizes, whatever is selected above.",
    latencies ? "µs" : "MB/s",
    (rows) => [line(rows[0], rows.map((row) => ({ x: row.key.messageBytes, y: latencies ? row.latencyNs.p50 / 1e3 : row.bytesPerSecond / 1e6 })))]);
}

/** The open loop at each rate, and as a lone mark the closed loop, which goes as fast as it is answered. */
function addRates() {
  if (state.filters.pattern !== "rate") return;
  const closed = allRows().filter((row) => row.key.pattern === "round-trip" && isLatency(row));
  const twinOf = (row) => closed.find((other) => other.run === row.run
    && KEY_COLUMNS.every(({ name }) => ["pattern", "ratePerSecond"].includes(name) || other.key[name] === row.key[name]));
  addLines("rates", "ratePerSecond", "Latency by rate",
    "Lines with points: p50. Thin lines: p99. Both are measured from the intended send time. A single square is the p50 of the closed loop, at the rate it reached.",
    "µs", (rows) => {
      const at = (name) => rows.filter((row) => row.latencyNs[name]).map((row) => ({ x: row.key.ratePerSecond, y: row.latencyNs[name] / 1e3 }));
      const twin = twinOf(rows[0]);
      return [
        line(rows[0], at("p50"), { label: label(rows[0]) + " p50" }),
        line(rows[0], at("p99"), { label: label(rows[0]) + " p99", borderWidth: 1, pointRadius: 0 }),
        ...(twin ? [line(twin, [{ x: twin.perSecond, y: twin.latencyNs.p50 / 1e3 }], { label: label(twin) + " closed loop", pointStyle: "rect", pointRadius: 6 })] : []),
      ].filter(({ data }) => data.length);
    });
}

/** A dot plot of a group of rows for each scope, or whatever else is not shown in the picture. */
function addDots(id, title, note, groups, plot) {
  addPanels(id, title, note, groups.map(({ title: name, rows }) => ({ title: name, figure: plot(rows, panelWidth(), `${title}: ${name}. The table below has the figures.`) })));
}

function addCpu(rows) {
  const sides = ["client", "server"];
  const groups = grouped(rows.filter((row) => row.cpuNsPerMessage)).map((group) => ({ title: groupInWords(group[0].key), rows: group }));
  addDots("cpu", "CPU time per message", "User and kernel time of the threads of either side.", groups, (group, width, description) => dotPlot({
    width, description, lanes: sides, axis: "µs of CPU, logarithmic; ◂ left is less",
    groups: byKind(group.map((row) => ({
      name: label(row), row: row.key.row,
      marks: sides.map((side, lane) => ({ lane, value: row.cpuNsPerMessage[side] / 1e3, said: `${label(row)}, ${side}: ${micros(row.cpuNsPerMessage[side])} µs` })),
      cells: [...sides.map((side) => micros(row.cpuNsPerMessage[side])), micros(row.cpuNsPerMessage.client + row.cpuNsPerMessage.server)],
    }))),
    heads: [...sides, "both"].map((text) => ({ text, width: 52 })),
  }));
}

/** The same rows under each value of a dimension, such as how sides wait. */
function addSideBySide(id, dimension, title) {
  const rows = chosenRows([dimension]).filter(hasFigures);
  const groups = grouped(rows, [dimension])
    .filter((group) => unique(group.map((row) => row.key[dimension])).length > 1)
    .map((group) => ({ title: groupInWords(group[0].key, [dimension]), rows: group }));
  addDots(id, title, "The same figure as above, whatever is selected there.", groups, (group, width, description) => {
    const values = valuesOf(dimension, group);
    const find = (name, value) => group.find((row) => label(row) === name && row.key[dimension] === value);
    return dotPlot({
      width, description, lanes: values.map((value) => said(dimension, value)), axis: FASTER[group.every(isLatency)],
      groups: byKind(unique(group.map(label)).map((name) => {
        const found = values.map((value) => find(name, value));
        return {
          name, row: found.find((row) => row).key.row,
          marks: found.flatMap((row, lane) => (row ? [{ lane, ...figureOf(row), said: hover(row) }] : [])),
          cells: found.map((row) => number(row && figureOf(row).value)),
        };
      })),
      heads: values.map((value) => ({ text: inWords(dimension, value), width: 66 })),
    });
  });
}

function showCharts() {
  state.charts.forEach((chart) => chart.destroy());
  state.charts = [];
  byId("charts").replaceChildren();
  const rows = chosenRows().filter(hasFigures);
  addCurves(rows);
  addSizes();
  addRates();
  addSideBySide("waits", "wait", "Blocking and spinning side by side");
  addSideBySide("placements", "cpus", "Placements side by side");
  addCpu(rows);
}
