// What else there is to see.

/** Adds a section of pictures; each panel is {title, figure, config}: something to show, or a canvas to draw on. Nothing without panels. */
function addPanels(id, title, note, panels) {
  if (panels.length === 0) return;
  const figures = panels.map((panel) => element("figure", {}, element("figcaption", {}, panel.title), panel.figure));
  byId("charts").append(
    element(
      "section",
      { id, "aria-labelledby": id + "-title" },
      element("h2", { id: id + "-title" }, title),
      element("p", { class: "note" }, note),
      element("div", { class: "panels" }, ...figures),
    ),
  );
}

function addCharts(id, title, note, panels) {
  const drawn = panels.map(({ title: name, config }) => {
    const canvas = element("canvas", {
      role: "img",
      "aria-label": `${title}: ${name}. The table below has the figures.`,
    });
    return {
      title: name,
      canvas,
      config,
      figure: element("div", { class: "canvas", style: "height: 360px" }, canvas),
    };
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
const logarithmic = (title) =>
  axis(title, {
    type: "logarithmic",
    ticks: { callback: (value) => (value >= 1000 ? whole(value) : String(+value.toPrecision(3))) },
    afterBuildTicks: (scale) => {
      const round = scale.ticks.filter(({ value }) => /^[125]0*$/.test(value.toExponential(2).replace(/e.*|\./g, "")));
      if (round.length > 1) scale.ticks = round;
      else
        scale.ticks = [...new Set([scale.min, Math.sqrt(scale.min * scale.max), scale.max])].map((value) => ({
          value,
        }));
    },
  });

/** Lines have the dashes of their kind: long for IPv6, short for bare channels; those of runs after the first are dotted. */
function line(row, points, more = {}) {
  const after = isPaired() ? sideOf(row).charCodeAt(0) - 65 : 0;
  const dashes = { solid: [], hatched: [7, 4], hollow: [3, 3] };
  return {
    label: label(row),
    data: points,
    showLine: true,
    borderColor: colour(row.key.row),
    backgroundColor: isBare(row.key.row) ? css("--paper") : colour(row.key.row),
    borderWidth: 2,
    borderDash: after ? [2, 2 + 2 * after] : dashes[fillOf(row.key.row)],
    pointRadius: 3.5,
    pointStyle: traits(row.key.row).polled ? "rect" : "circle",
    ...more,
  };
}

const lineOptions = (x, y, texts) => ({
  interaction: { mode: "nearest", axis: "xy", intersect: false },
  scales: { x, y },
  plugins: {
    legend: { labels: { color: css("--ink"), boxWidth: 26, boxHeight: 0 } },
    tooltip: { callbacks: { title: () => "", label: texts } },
  },
});

function addCurves(rows) {
  const panels = grouped(rows.filter((row) => row.curve?.length)).map((group) => ({
    title: groupInWords(group[0].key),
    config: {
      type: "scatter",
      data: {
        datasets: group.map((row) => line(row, row.curve, { pointRadius: 0, pointHitRadius: 6, stepped: false })),
      },
      options: lineOptions(
        axis("percentile", {
          type: "logarithmic",
          min: 1.1,
          afterBuildTicks: (scale) => {
            scale.ticks = [2, 10, 100, 1000, 10000, 100000].filter((x) => x <= scale.max).map((value) => ({ value }));
          },
          ticks: { callback: (x) => percentile(x) },
        }),
        logarithmic("µs"),
        ({ dataset, raw }) => `${dataset.label}: ${percentile(raw.x)} ${number(raw.y)} µs`,
      ),
    },
  }));
  addCharts(
    "curves",
    "All percentiles",
    "A line ends where fewer than ten samples lie beyond it. Both axes are logarithmic.",
    panels,
  );
}

const percentile = (oneIn) =>
  "p" + String(+(100 - 100 / oneIn).toPrecision(oneIn < 100 ? 3 : 3 + Math.floor(Math.log10(oneIn) - 1)));

/** Lines over a dimension that is a number: sizes, or rates. */
function addLines(id, dimension, title, note, unit, seriesOf) {
  const rows = chosenRows([dimension]).filter(hasFigures);
  const panels = grouped(rows, [dimension])
    .filter((group) => unique(group.map((row) => row.key[dimension])).length > 1)
    .map((group) => ({
      title: groupInWords(group[0].key, [dimension]),
      config: {
        type: "scatter",
        data: {
          datasets: unique(group.map(label)).flatMap((name) =>
            seriesOf(group.filter((row) => label(row) === name).sort((a, b) => a.key[dimension] - b.key[dimension])),
          ),
        },
        options: lineOptions(
          axis(dimensionOf(dimension).title.toLowerCase(), {
            type: "logarithmic",
            afterBuildTicks: (scale) => {
              scale.ticks = spread(
                valuesOf(dimension).filter((value) => value >= scale.min && value <= scale.max && value > 0),
              ).map((value) => ({ value }));
            },
            ticks: { callback: (value) => besideTitle(dimension, value) },
          }),
          logarithmic(unit),
          ({ dataset, raw }) => `${dataset.label}, ${inWords(dimension, raw.x)}: ${number(raw.y)} ${unit}`,
        ),
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
  addLines(
    "sizes",
    "messageBytes",
    latencies ? "Median latency by size" : "Throughput by size",
    "All sizes, whatever is selected above.",
    latencies ? "µs" : "MB/s",
    (rows) => [
      line(
        rows[0],
        rows.map((row) => ({
          x: row.key.messageBytes,
          y: latencies ? row.latencyNs.p50 / 1e3 : row.bytesPerSecond / 1e6,
        })),
      ),
    ],
  );
}

/** How many there are a second by what is to raise that, and what more clients cost each. */
const BY_NUMBER = [
  ["batches", "batch", "Throughput by batch", "messages/s", (row) => row.perSecond],
  ["streams", "streams", "Throughput by streams", "messages/s", (row) => row.perSecond],
  ["depths", "depth", "Round trips a second by requests under way", "round trips/s", (row) => row.perSecond],
  ["clients", "clients", "Median latency by clients", "µs", (row) => row.latencyNs.p50 / 1e3],
];

function addNumbers() {
  for (const [id, dimension, title, unit, figure] of BY_NUMBER) {
    addLines(id, dimension, title, "All that were measured, whatever is selected above.", unit, (rows) => [
      line(
        rows[0],
        rows.map((row) => ({ x: row.key[dimension], y: figure(row) })),
      ),
    ]);
  }
}

/** The open loop at each rate, and as a lone mark the closed loop, which goes as fast as it is answered. */
function addRates() {
  if (state.filters.pattern !== "rate") return;
  const closed = allRows().filter((row) => row.key.pattern === "round-trip" && isLatency(row));
  const twinOf = (row) =>
    closed.find(
      (other) =>
        other.run === row.run &&
        KEY_COLUMNS.every(
          ({ name }) => ["pattern", "ratePerSecond"].includes(name) || other.key[name] === row.key[name],
        ),
    );
  addLines(
    "rates",
    "ratePerSecond",
    "Latency by rate",
    "Lines with points: p50. Thin lines: p99. Both are measured from the intended send time. A single square is the p50 of the closed loop, at the rate it reached.",
    "µs",
    (rows) => {
      const at = (name) =>
        rows
          .filter((row) => row.latencyNs[name])
          .map((row) => ({ x: row.key.ratePerSecond, y: row.latencyNs[name] / 1e3 }));
      const twin = twinOf(rows[0]);
      return [
        line(rows[0], at("p50"), { label: label(rows[0]) + " p50" }),
        line(rows[0], at("p99"), { label: label(rows[0]) + " p99", borderWidth: 1, pointRadius: 0 }),
        ...(twin
          ? [
              line(twin, [{ x: twin.perSecond, y: twin.latencyNs.p50 / 1e3 }], {
                label: label(twin) + " closed loop",
                pointStyle: "rect",
                pointRadius: 6,
              }),
            ]
          : []),
      ].filter(({ data }) => data.length);
    },
  );
}

/** A dot plot of a group of rows for each scope, or whatever else is not shown in the picture. */
function addDots(id, title, note, groups, plot) {
  addPanels(
    id,
    title,
    note,
    groups.map(({ title: name, rows }) => ({
      title: name,
      figure: plot(rows, panelWidth(), `${title}: ${name}. The table below has the figures.`),
    })),
  );
}

function addCpu(rows) {
  const sides = ["client", "server"];
  const groups = grouped(rows.filter((row) => row.cpuNsPerMessage)).map((group) => ({
    title: groupInWords(group[0].key),
    rows: group,
  }));
  addDots(
    "cpu",
    "CPU time per message",
    "User and kernel time of the threads of either side.",
    groups,
    (group, width, description) =>
      dotPlot({
        width,
        description,
        lanes: sides,
        axis: "µs of CPU, logarithmic; ◂ left is less",
        groups: byKind(
          group.map((row) => ({
            name: label(row),
            row: row.key.row,
            marks: sides.map((side, lane) => ({
              lane,
              value: row.cpuNsPerMessage[side] / 1e3,
              said: `${label(row)}, ${side}: ${micros(row.cpuNsPerMessage[side])} µs`,
            })),
            cells: [
              ...sides.map((side) => micros(row.cpuNsPerMessage[side])),
              micros(row.cpuNsPerMessage.client + row.cpuNsPerMessage.server),
            ],
          })),
        ),
        heads: [...sides, "both"].map((text) => ({ text, width: 52 })),
      }),
  );
}

/** What each of many connections takes up. */
const MEMORY = [
  ["heap", "heapBytes"],
  ["JVM", "residentBytes"],
  ["kernel", "kernelBytes"],
];

function addMemory(rows) {
  const groups = grouped(rows.filter((row) => row.memoryPerConnection)).map((group) => ({
    title: groupInWords(group[0].key),
    rows: group,
  }));
  addDots(
    "memory",
    "Memory for each connection",
    "Of idle connections. Heap: objects on the heap of the server’s JVM. JVM: the memory of that process, heap included. Kernel: for both ends.",
    groups,
    (group, width, description) =>
      dotPlot({
        width,
        description,
        lanes: MEMORY.map(([name]) => name),
        axis: "bytes, logarithmic; ◂ left is less",
        groups: byKind(
          group.map((row) => ({
            name: label(row),
            row: row.key.row,
            marks: MEMORY.map(([name, field], lane) => ({
              lane,
              value: row.memoryPerConnection[field],
              said: `${label(row)}, ${name}: ${whole(row.memoryPerConnection[field])} B`,
            })).filter(({ value }) => value !== undefined),
            cells: MEMORY.map(([, field]) =>
              row.memoryPerConnection[field] === undefined ? NONE : whole(row.memoryPerConnection[field]),
            ),
          })),
        ),
        heads: MEMORY.map(([text]) => ({ text, width: 58 })),
      }),
  );
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
      width,
      description,
      lanes: values.map((value) => said(dimension, value)),
      axis: FASTER[group.every(isLatency)],
      groups: byKind(
        unique(group.map(label)).map((name) => {
          const found = values.map((value) => find(name, value));
          return {
            name,
            row: found.find((row) => row).key.row,
            marks: found.flatMap((row, lane) => (row ? [{ lane, ...figureOf(row), said: hover(row) }] : [])),
            cells: found.map((row) => number(row && figureOf(row).value)),
          };
        }),
      ),
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
  addNumbers();
  addRates();
  addSideBySide("waits", "wait", "Blocking and spinning side by side");
  addSideBySide("placements", "cpus", "Placements side by side");
  addCpu(rows);
  addMemory(rows);
}
