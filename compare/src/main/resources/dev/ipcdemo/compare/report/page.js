// Shows reports of 'ipc-demo compare'. Times in a report are nanoseconds; here they are shown in microseconds.
"use strict";

const SCHEMA = "ipc-demo.compare/1";

/** Colours that the colour-blind can tell apart (Okabe and Ito); a transport has the same one everywhere. */
const COLOURS = {
  __proto__: null, // a row may have any name
  tcp: "#0072b2", udp: "#56b4e9", unix: "#d55e00", junix: "#e69f00", unixgram: "#cc79a7", unixpacket: "#009e73",
  pipe: "#7d858d", shm: "#a9b0b7",
};

const byId = (id) => document.getElementById(id);

/** The fields of a row's key, in the order in which a row is put into words; Cell.DIMENSIONS describes them. */
const DIMENSIONS = JSON.parse(byId("dimensions").textContent);
const dimensionOf = (name) => DIMENSIONS.find((dimension) => dimension.name === name);

/** The same in the order of columns, and those that one chooses values of. */
const KEY_COLUMNS = [...DIMENSIONS].sort((a, b) => a.column - b.column);
const CHOICES = KEY_COLUMNS.filter(({ name }) => name !== "row");

const ALL = "all";
const state = { runs: [], traits: new Map(), filters: {}, hidden: new Set(), sort: { column: -1, descending: false }, charts: [] };

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const unique = (values) => [...new Set(values)];
const micros = (ns) => (ns === undefined ? "" : (ns / 1e3).toFixed(ns < 1e6 ? 1 : 0));
const whole = (figure) => Math.round(figure).toLocaleString("en");
const letter = (run) => String.fromCharCode(65 + state.runs.indexOf(run));
const several = () => state.runs.length > 1;

/** An element with attributes and children; text is never read as markup. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

// ---- Reading ----

/** The JSON Schema that the command 'report' checks a file against, too. */
const REPORT = JSON.parse(byId("schema").textContent);

/** What the command takes, at most. */
const MAX_BYTES = 64 * 2 ** 20;

const TYPES = {
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
};

/**
 * What keeps a value from being what a schema describes; nothing if all is well. Knows as much of JSON Schema as ours uses.
 * A later version may have written more than the schema knows, so what it does not know is let be.
 */
function misfit(value, schema, where = "it") {
  if (schema.$ref) return misfit(value, schema.$ref.split("/").slice(1).reduce((part, name) => part[name], REPORT), where);
  if (schema.type && !TYPES[schema.type](value)) return `${where} is no ${schema.type}`;
  if (schema.const !== undefined && value !== schema.const) return `${where} is not '${schema.const}'`;
  if (schema.enum && !schema.enum.includes(value)) return `${where} is none of ${schema.enum.join(", ")}`;
  if (value < schema.minimum) return `${where} is less than ${schema.minimum}`;
  if (value.length < schema.minLength) return `${where} is too short`;
  if (value.length > schema.maxItems) return `${where} has more than ${schema.maxItems} elements`;
  const missing = (schema.required ?? []).find((name) => !Object.hasOwn(value, name) && !mayBeOlderThan(name));
  if (missing !== undefined) return `${where} has no '${missing}'`;
  for (const [at, element] of schema.items ? value.entries() : []) {
    const problem = misfit(element, schema.items, `${where}[${at}]`);
    if (problem) return problem;
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const problem = Object.hasOwn(value, name) && misfit(value[name], property, where === "it" ? name : `${where}.${name}`);
    if (problem) return problem;
  }
  return undefined;
}

/** Whether a report may have been written before there was such a field: a dimension that stands for something by its absence. */
function mayBeOlderThan(name) {
  return dimensionOf(name)?.absent !== undefined;
}

/** Throws what is wrong with a file. */
async function reportIn(file) {
  if (file.size > MAX_BYTES) throw new Error(`it has more than ${MAX_BYTES} bytes`);
  const text = await file.text();
  let report;
  try {
    report = JSON.parse(text);
  } catch (notJson) {
    throw new Error(text.trim() === "" ? "it is empty" : "it is not JSON", { cause: notJson });
  }
  if (report?.schema !== SCHEMA) throw new Error("its schema is another");
  const problem = misfit(report, REPORT);
  if (problem) throw new Error(problem);
  return report;
}

// ---- Rows ----

/** Things by a word for each, in the order in which the words first appear. */
function byWord(things, wordOf) {
  const found = new Map();
  for (const thing of things) found.set(wordOf(thing), [...(found.get(wordOf(thing)) ?? []), thing]);
  return [...found];
}

/** What kind of row it is. Reports of before traits existed had only rows whose names say so. */
function traitsOf(row) {
  if (row.traits) return row.traits;
  const { row: name } = row.key;
  if (name === "pipe" || name === "shm") return { polled: name === "shm" };
  const above = name.replace(/^raw:/, "");
  return { transport: above.replace(/6$/, ""), ...(above === name ? {} : { bareOf: above }) };
}

/** Here and below, by the row's name. */
const traits = (row) => state.traits.get(row) ?? {};
const transportOf = (row) => traits(row).transport ?? row;
const isBare = (row) => traits(row).bareOf !== undefined;
const isPlain = (row) => !isBare(row) && transportOf(row) === row;
const colour = (row) => (COLOURS[transportOf(row)] ?? "#7d858d") + (isPlain(row) ? "" : "73");
const edge = (row) => COLOURS[transportOf(row)] ?? "#7d858d";
const good = (row) => row.rounds.filter((round) => !round.failure);
const isLatency = (row) => row.latencyNs.p50 !== undefined;
const label = (row) => row.key.row + (several() ? " " + letter(row.run) : "");

function sizeInWords(bytes) {
  return bytes >= 1024 && bytes % 1024 === 0 ? bytes / 1024 + " KiB" : bytes + " B";
}

/** A value of a dimension; of a number, what it is a number of. */
function inWords(name, value) {
  const { unit, phrase } = dimensionOf(name);
  if (unit === "WORD") return String(value);
  if (unit === "NUMBER" && value === 0) return "none";
  return phrase.replace("%s", unit === "BYTES" ? sizeInWords(value) : whole(value));
}

/** The same in its phrase, such as "cpus same". */
const said = (name, value) =>
  dimensionOf(name).unit === "WORD" ? dimensionOf(name).phrase.replace("%s", value) : inWords(name, value);

/** What a group of rows has in common, without what is chosen for the whole page anyway. */
const groupInWords = (key, without = []) => DIMENSIONS
  .filter(({ name, absent }) => !["row", "pattern", ...without].includes(name) && key[name] !== absent)
  .map(({ name }) => said(name, key[name]))
  .join(", ");

const allRows = () => state.runs.flatMap((run) => run.report.rows.map((row) => Object.assign(row, { run })));

/** The rows that the reader chose; without a filter on some dimensions, for a picture that shows these. */
function chosenRows(without = []) {
  return allRows().filter((row) => !state.hidden.has(row.key.row)
    && Object.entries(state.filters).every(([dimension, value]) =>
      without.includes(dimension) || value === ALL || String(row.key[dimension]) === value));
}

/** Rows with equal keys but for the row's name, and but for the dimensions that a picture shows. */
function grouped(rows, without = []) {
  const shared = CHOICES.map(({ name }) => name).filter((name) => !without.includes(name));
  return byWord(rows, (row) => shared.map((name) => row.key[name]).join()).map(([, group]) => group);
}

/** Where the median of a figure of the rounds lies, as the report says; nothing where the rounds carry no interval. */
function intervalOf(row, name, unit) {
  const median = row.medians?.[name];
  return median && [median.low / unit, median.high / unit];
}

// ---- Histograms ----

/** What the histogram of any run has room in, and those of a whole run. A few bytes can unpack to gigabytes. */
const MAX_HISTOGRAM_BYTES = 2 ** 20;
const MAX_UNPACKED_BYTES = 2 ** 28;

async function unpack(bytes) {
  const unpacked = new Uint8Array(MAX_HISTOGRAM_BYTES);
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  let size = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    if (size + piece.value.length > unpacked.length) {
      reader.cancel().catch(() => {}); // nothing more of it is wanted
      throw new Error(`it unpacks to more than ${unpacked.length} bytes`);
    }
    unpacked.set(piece.value, size);
    size += piece.value.length;
  }
  return unpacked.subarray(0, size);
}

/** Decodes HdrHistogram's compressed format (V2): [value, count] by ascending value, each the highest of its bucket. */
function decodeHistogram(unpacked) {
  const data = new DataView(unpacked.buffer, 0, unpacked.length);
  const digits = data.getInt32(12);
  const halfMagnitude = Math.ceil(Math.log2(2 * 10 ** digits)) - 1;
  const half = 2 ** halfMagnitude;
  const unit = Math.floor(Math.log2(Number(data.getBigInt64(16))));
  const values = [];
  const end = 40 + data.getInt32(4);
  for (let at = 40, index = 0; at < end;) {
    let number = 0n;
    for (let shift = 0n, more = true; more; shift += 7n) {
      const byte = data.getUint8(at++);
      more = byte >= 128 && shift < 56n;
      number |= BigInt(more ? byte & 127 : byte) << shift;
    }
    const count = Number((number >> 1n) ^ -(number & 1n)); // zigzag; a negative one is a run of empty buckets
    if (count < 0) {
      index -= count;
      continue;
    }
    if (count > 0) {
      const bucket = Math.floor(index / half) - 1;
      const size = 2 ** (Math.max(bucket, 0) + unit);
      const within = bucket < 0 ? index : (index % half) + half;
      values.push([within * size + size - 1, count]);
    }
    index++;
  }
  return values;
}

/** Points of a percentile curve: x is "one in so many is slower", as far as ten samples lie beyond. */
function curveOf(values) {
  const total = values.reduce((sum, [, count]) => sum + count, 0);
  const points = [];
  let below = 0;
  for (const [value, count] of values) {
    below += count;
    const oneIn = total / Math.max(total - below, 10);
    if (points.length && points.at(-1).x === oneIn) break;
    if (oneIn >= 1.1) points.push({ x: oneIn, y: value / 1e3 });
  }
  return points;
}

async function readHistograms(run) {
  let unpackedBytes = 0;
  for (const row of run.report.rows) {
    try {
      row.curve = [];
      if (!row.histogram || !isLatency(row)) continue;
      if (unpackedBytes > MAX_UNPACKED_BYTES) throw new Error("those before it are too large");
      unpackedBytes += MAX_HISTOGRAM_BYTES; // unless it says less
      const unpacked = await unpack(Uint8Array.from(atob(row.histogram), (character) => character.charCodeAt(0)).subarray(8));
      unpackedBytes += unpacked.length - MAX_HISTOGRAM_BYTES;
      row.curve = curveOf(decodeHistogram(unpacked));
    } catch (unreadable) {
      console.warn("A histogram cannot be read; its curve is drawn from percentiles alone", unreadable);
      row.curve = [["p50", 2], ["p90", 10], ["p99", 100], ["p99.9", 1000]]
        .filter(([name]) => row.latencyNs[name])
        .map(([name, x]) => ({ x, y: row.latencyNs[name] / 1e3 }));
    }
  }
}

// ---- Words ----

/** What makes figures doubtful. The oldest reports say it in their verdict. */
const warningsOf = ({ report }) =>
  report.warnings ?? ["Made by an older ipc-demo: its warnings stand at the beginning of its verdict."];

/** The first of many; the others when they are asked for, and on paper. */
function firstOf(items, count, what, wrap = (some) => some) {
  if (items.length <= count + 1) return wrap(items);
  const rest = items.slice(count);
  const details = element("details", {}, element("summary", {}, `${rest.length} more ${what}`), ...wrap(rest));
  return [...wrap(items.slice(0, count)), details];
}

function showWarnings() {
  const whose = (runs) => (several() ? runs.map(letter).join(", ") + ": " : "");
  const doubts = byWord(state.runs.flatMap((run) => warningsOf(run).map((text) => ({ run, text }))), ({ text }) => text)
    .map(([text, all]) => element("li", {}, whose(all.map(({ run }) => run)) + text));
  const gaps = state.runs.flatMap((run) => byWord(run.report.refused, ({ reason }) => reason)
    .map(([reason, all]) => element("li", {}, `${whose([run])}Not measured: ${reason}: `, ...(all.length === 1 ? [all[0].what]
      : [element("details", {}, element("summary", {}, `${all.length} rows`),
        element("ul", {}, ...all.map(({ what }) => element("li", {}, what))))]))));
  const items = [...doubts, ...gaps];
  byId("warnings").hidden = byId("doubt").hidden = items.length === 0;
  byId("warnings").querySelector("div").replaceChildren(...firstOf(items, 6, "warnings", (some) => [element("ul", {}, ...some)]));
  byId("doubt").querySelector("a").textContent = `Before you believe it: ${items.length} ${items.length === 1 ? "warning" : "warnings"}`;
}

/** The findings of a report. Older ones have sentences only; those that begin with a space belong to the one before. */
function findingsOf({ report }) {
  if (report.findings?.length) return report.findings;
  const found = [];
  for (const sentence of report.verdict) {
    const finding = { texts: [sentence.trim().replace(/\.$/, "")], details: [] };
    if (sentence.startsWith(" ") && found.length) found.at(-1).details.push(finding);
    else found.push(finding);
  }
  return found;
}

/** A paragraph, or where there are several texts on something, a list of them. */
function findingInWords({ about, texts }, asList) {
  const head = element("span", { class: "where" }, about ? about + ": " : "");
  return asList && texts.length > 1
    ? [element("p", {}, head), element("ul", {}, ...texts.map((text) => element("li", {}, text)))]
    : [element("p", {}, head, texts.join("; ") + ".")];
}

function showVerdict() {
  const place = byId("verdict").querySelector("div");
  place.replaceChildren(...state.runs.slice(1).map((run) => element("p", { class: "group" },
    element("span", { class: "where" }, `${letter(run)} compared with A: `), changesInWords(run), " ", element("a", { href: "#changes" }, "Run by run"))));
  for (const run of state.runs) {
    if (several()) place.append(element("h3", {}, `${letter(run)}: ${run.name}`));
    const groups = findingsOf(run).map((finding) => element("div", { class: "group" }, ...findingInWords(finding, false),
      ...(finding.details ?? []).flatMap((detail) => findingInWords(detail, true))));
    place.append(...firstOf(groups, 3, "findings"));
  }
}

function showWhatItWasMeasuredOn() {
  const facts = {
    Run: (run) => (several() ? letter(run) + ": " : "") + run.name,
    Started: ({ report }) => report.started.replace("T", " ").replace("Z", " UTC"),
    Kernel: ({ report }) => report.environment.kernel,
    CPUs: ({ report }) => `${report.environment.cpus} × ${report.environment.cpu}`,
    "Load before": ({ report }) => (report.environment.loadBefore < 0 ? "unknown" : String(report.environment.loadBefore)),
    Java: ({ report }) => report.environment.jdk,
    Libraries: ({ report }) => report.environment.libraries.join(", "),
    Elsewhere: ({ report }) => (report.elsewhere || []).map((other) => `${other.scope} on ${other.where}: ${other.environment}`).join("; ") || "nothing",
    "JVM options": ({ report }) => report.environment.jvmOptions.join(" "),
    Rounds: ({ report }) => String(report.settings.rounds),
    Threads: ({ report }) => report.settings.threads,
    "A and B": ({ report: { twoWays: two } }) => (two ? [two.a, two.b].map(({ words, jdk, jvmOptions }, at) => `${"AB"[at]}: ${words} (${jdk}, java ${jvmOptions.join(" ")})`).join("; ") : "one way of running"),
    TCP_NODELAY: ({ report }) => (report.settings.noDelay ? "on" : "off"),
    Placement: ({ report }) => unique(report.rows.map((row) => `cpus ${row.key.cpus}: client ${row.clientPlace}, server ${row.serverPlace}`)).join("; "),
  };
  for (const name of unique(state.runs.flatMap(({ report }) => Object.keys(report.conditions?.facts ?? {})))) {
    facts[name] = ({ report }) => report.conditions?.facts[name] ?? "";
  }
  const lines = Object.entries(facts).map(([name, fact]) => {
    const texts = state.runs.map(fact);
    const differs = unique(texts).length > 1 && name !== "Run" && name !== "Started";
    return element("tr", {}, element("th", { scope: "row" }, name + (differs ? " ≠" : "")), ...texts.map((text) => element("td", {}, text)));
  });
  byId("measured-on").querySelector("table").replaceChildren(element("tbody", {}, ...lines));
  const [first] = state.runs;
  byId("subject").textContent = several()
    ? state.runs.map((run) => `${letter(run)}: ${run.name}`).join(" · ")
    : `${first.report.environment.cpus} × ${first.report.environment.cpu}, ${first.report.environment.kernel}, ${first.report.started.slice(0, 10)}`;
}

// ---- Choosing ----

/** All values of a dimension among rows: words in their own order, such as from near to far; numbers from small to large. */
function valuesOf(dimension, rows = allRows()) {
  const { values } = dimensionOf(dimension);
  const place = (value) => (values.length ? values.indexOf(value) : value);
  return unique(rows.map((row) => row.key[dimension])).sort((a, b) => (place(a) > place(b)) - (place(a) < place(b)));
}

/**
 * One pattern at a time, because they measure different things; no more pictures than a reader can take in; and no scope
 * left out, though one may have been measured otherwise than another.
 */
function chooseAtFirst() {
  for (const { name: dimension } of CHOICES) {
    const values = valuesOf(dimension).map(String);
    const known = state.filters[dimension];
    state.filters[dimension] = known && (known === ALL || values.includes(known)) ? known : ALL;
  }
  if (state.filters.pattern === ALL) {
    const patterns = valuesOf("pattern");
    state.filters.pattern = patterns.includes("round-trip") ? "round-trip" : patterns[0];
  }
  for (const dimension of ["messageBytes", "ratePerSecond", "cpus", "wait"]) {
    const scopes = valuesOf("scope", chosenRows()).length;
    if (grouped(chosenRows()).length <= Math.max(2, scopes)) break;
    if (state.filters[dimension] !== ALL) continue;
    const common = unique(chosenRows().map((row) => row.key[dimension])).find((value) =>
      valuesOf("scope", chosenRows().filter((row) => row.key[dimension] === value)).length === scopes);
    if (common !== undefined) state.filters[dimension] = String(common);
  }
}

function showFilters() {
  const labels = CHOICES
    .filter(({ name }) => valuesOf(name).length > 1)
    .map(({ name: dimension, title }) => {
      const values = dimension === "pattern" ? valuesOf(dimension) : [ALL, ...valuesOf(dimension)];
      const select = element("select", {
        name: dimension,
        onchange: () => {
          state.filters[dimension] = select.value;
          if (dimension === "pattern") CHOICES.filter(({ absent }) => absent !== undefined).forEach(({ name }) => { state.filters[name] = ALL; });
          showFilters();
          byId("filters").querySelector(`[name=${dimension}]`).focus();
          showFigures();
        },
      }, ...values.map((value) => element("option", { value }, value === ALL ? ALL : inWords(dimension, value))));
      select.value = state.filters[dimension];
      return element("label", {}, title, select);
    });
  byId("filters").replaceChildren(...labels);
}

function showRowButtons() {
  const buttons = unique(allRows().map((row) => row.key.row)).map((row) => {
    const button = element("button", {
      type: "button", "aria-pressed": !state.hidden.has(row), style: `--mark: ${colour(row)}; --edge: ${edge(row)}`,
      onclick: () => {
        if (!state.hidden.delete(row)) state.hidden.add(row);
        button.setAttribute("aria-pressed", !state.hidden.has(row));
        showFigures();
      },
    }, row);
    return button;
  });
  byId("rows").replaceChildren(...buttons);
}

// ---- Pictures ----

/** Draws, where a data set has them, a bar's interval, and at its end what it says. */
const intervalsAndFigures = {
  id: "intervalsAndFigures",
  afterDatasetsDraw(chart) {
    const { ctx, scales: { x } } = chart;
    chart.data.datasets.forEach((data, index) => {
      if (!data.texts || !chart.isDatasetVisible(index)) return;
      chart.getDatasetMeta(index).data.forEach((bar, at) => {
        let end = bar.x;
        ctx.save();
        ctx.strokeStyle = ctx.fillStyle = css("--ink");
        ctx.lineWidth = 1.5;
        const interval = data.intervals?.[at];
        if (interval) {
          const limit = x.getPixelForValue(x.max * 0.86);
          const [low, high] = interval.map((figure) => Math.min(x.getPixelForValue(figure), limit));
          ctx.beginPath();
          ctx.moveTo(low, bar.y);
          ctx.lineTo(high, bar.y);
          for (const tip of [low, high].filter((place) => place < limit)) { // an open end goes on beyond the picture
            ctx.moveTo(tip, bar.y - 4);
            ctx.lineTo(tip, bar.y + 4);
          }
          ctx.stroke();
          end = Math.max(end, high);
        }
        ctx.font = "12px system-ui, sans-serif";
        ctx.textBaseline = "middle";
        ctx.fillText(data.texts[at], end + 6, bar.y);
        ctx.restore();
      });
    });
  },
};

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

const legend = (display) => ({ display, labels: { color: css("--ink"), boxWidth: 14 } });

/** Adds a section of pictures; each panel is {title, height, config}. Nothing without panels. */
function addCharts(id, title, note, panels) {
  if (panels.length === 0) return;
  const figures = panels.map((panel) => {
    const canvas = element("canvas", { role: "img", "aria-label": `${title}: ${panel.title}. The table below has the figures.` });
    const figure = element("figure", {}, element("figcaption", {}, panel.title),
      element("div", { class: "canvas", style: `height: ${panel.height}px` }, canvas));
    return { figure, canvas, config: panel.config };
  });
  byId("charts").append(element("section", { id, "aria-labelledby": id + "-title" },
    element("h2", { id: id + "-title" }, title), element("p", { class: "note" }, note),
    element("div", { class: "panels" }, ...figures.map(({ figure }) => figure))));
  for (const { canvas, config } of figures) {
    config.options = { animation: false, maintainAspectRatio: false, ...config.options };
    state.charts.push(new Chart(canvas, config));
  }
}

const barsHeight = (count) => 70 + 26 * count;

/** What a row is judged by: the median latency, or how many a second. */
function figureOf(row) {
  return isLatency(row)
    ? { value: row.latencyNs.p50 / 1e3, interval: intervalOf(row, "p50", 1e3), text: micros(row.latencyNs.p50) }
    : { value: row.perSecond, interval: intervalOf(row, "perSecond", 1), text: whole(row.perSecond) };
}

function addMedians(rows) {
  if (!rows.length) return;
  const latencies = rows.every(isLatency);
  const longest = Math.max(...rows.map((row) => figureOf(row).value));
  const furthest = Math.min(2 * longest, Math.max(longest, ...rows.flatMap((row) => figureOf(row).interval ?? [])));
  const panels = grouped(rows).map((group) => {
    const sorted = [...group].sort((a, b) => (figureOf(a).value - figureOf(b).value) * (latencies ? 1 : -1));
    const figures = sorted.map(figureOf);
    return {
      title: groupInWords(group[0].key), height: barsHeight(group.length),
      config: {
        type: "bar", plugins: [intervalsAndFigures],
        data: {
          labels: sorted.map(label),
          datasets: [{
            data: figures.map(({ value }) => value), intervals: figures.map(({ interval }) => interval), texts: figures.map(({ text }) => text),
            backgroundColor: sorted.map((row) => colour(row.key.row)), borderColor: sorted.map((row) => edge(row.key.row)), borderWidth: 1,
          }],
        },
        options: {
          indexAxis: "y",
          scales: {
            x: axis(latencies ? "µs" : "msg/s", { min: 0, max: furthest * 1.2, ticks: { includeBounds: false } }),
            y: axis("", { title: { display: false }, grid: { display: false }, ticks: { color: css("--ink"), autoSkip: false } }),
          },
          plugins: { legend: legend(false), tooltip: { callbacks: { label: ({ dataIndex }) => hover(sorted[dataIndex]) } } },
        },
      },
    };
  });
  addCharts("medians", latencies ? "Median latency, lowest first" : "Messages per second, highest first",
    (latencies ? "Bar: median. " : "Bar: median of the rounds, counted at the receiver. ")
    + "Whisker: 95 % confidence interval of the median of the rounds (no end cap: continues off the chart; none: the rounds carry none).", panels);
}

function hover(row) {
  const { interval, text } = figureOf(row);
  const round = (figure) => (isLatency(row) ? figure.toFixed(1) : whole(figure));
  const lines = [
    isLatency(row) ? `p50 ${text} µs` : `${text} msg/s, ${(row.bytesPerSecond / 1e6).toFixed(1)} MB/s`,
    interval ? `95 % CI [${interval.map(round).join(", ")}]` : `no interval: ${row.obstacle ?? "made by an older ipc-demo"}`,
  ];
  if (isLatency(row)) {
    lines.push(["p90", "p99", "p99.9", "max"].filter((name) => row.latencyNs[name]).map((name) => `${name} ${micros(row.latencyNs[name])}`).join(", "));
  }
  lines.push(`${whole(row.messages.received)} messages, ${good(row).length} rounds`, `client ${row.clientPlace}, server ${row.serverPlace}`);
  return lines;
}

/** Lines of runs after the first are dashed more finely; so are those of bare channels and of IPv6. */
function line(row, points, more = {}) {
  const after = state.runs.indexOf(row.run);
  return {
    label: label(row), data: points, showLine: true, borderColor: edge(row.key.row), backgroundColor: colour(row.key.row),
    borderWidth: 2, borderDash: after > 0 ? [2, 2 + after] : isPlain(row.key.row) && !traits(row.key.row).polled ? [] : [6, 3],
    pointRadius: 3, ...more,
  };
}

const lineOptions = (x, y, texts) => ({
  interaction: { mode: "nearest", axis: "xy", intersect: false },
  scales: { x, y },
  plugins: { legend: legend(true), tooltip: { callbacks: { title: () => "", label: texts } } },
});

function addCurves(rows) {
  const panels = grouped(rows.filter((row) => row.curve?.length)).map((group) => ({
    title: groupInWords(group[0].key), height: 380,
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
        ({ dataset, raw }) => `${dataset.label}: ${percentile(raw.x)} ${raw.y.toFixed(1)} µs`),
    },
  }));
  addCharts("curves", "All percentiles", "A line ends where fewer than ten samples lie beyond it. Both axes are logarithmic.", panels);
}

const percentile = (oneIn) => "p" + String(+(100 - 100 / oneIn).toPrecision(oneIn < 100 ? 3 : 3 + Math.floor(Math.log10(oneIn) - 1)));

/** Lines over a dimension that is a number: sizes, or rates. */
function addLines(id, dimension, title, note, unit, seriesOf) {
  const rows = chosenRows([dimension]).filter((row) => good(row).length);
  const panels = grouped(rows, [dimension])
    .filter((group) => unique(group.map((row) => row.key[dimension])).length > 1)
    .map((group) => ({
      title: groupInWords(group[0].key, [dimension]), height: 380,
      config: {
        type: "scatter", data: { datasets: unique(group.map(label)).flatMap((name) => seriesOf(group.filter((row) => label(row) === name))) },
        options: lineOptions(
          axis(dimensionOf(dimension).title.toLowerCase(), {
            type: "logarithmic",
            afterBuildTicks: (scale) => { scale.ticks = valuesOf(dimension).filter((value) => value >= scale.min && value <= scale.max && value > 0).map((value) => ({ value })); },
            ticks: { callback: (value) => inWords(dimension, value) },
          }),
          logarithmic(unit),
          ({ dataset, raw }) => `${dataset.label}, ${inWords(dimension, raw.x)}: ${raw.y.toFixed(1)} ${unit}`),
      },
    }));
  addCharts(id, title, note, panels);
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
    "Solid: p50. Dashed: p99. Both are measured from the intended send time. A single square is the p50 of the closed loop, at the rate it reached.",
    "µs", (rows) => {
      const at = (name) => rows.filter((row) => row.latencyNs[name]).map((row) => ({ x: row.key.ratePerSecond, y: row.latencyNs[name] / 1e3 }));
      const twin = twinOf(rows[0]);
      return [
        line(rows[0], at("p50"), { label: label(rows[0]) + " p50" }),
        line(rows[0], at("p99"), { label: label(rows[0]) + " p99", borderDash: [5, 4] }),
        ...(twin ? [line(twin, [{ x: twin.perSecond, y: twin.latencyNs.p50 / 1e3 }], { label: label(twin) + " closed loop", pointStyle: "rect", pointRadius: 6 })] : []),
      ].filter(({ data }) => data.length);
    });
}

function addCpu(rows) {
  const panels = grouped(rows.filter((row) => row.cpuNsPerMessage)).map((group) => {
    const total = (row) => row.cpuNsPerMessage.client + row.cpuNsPerMessage.server;
    const sorted = [...group].sort((a, b) => total(a) - total(b));
    const side = (name, faint) => ({
      label: name, data: sorted.map((row) => row.cpuNsPerMessage[name] / 1e3),
      backgroundColor: sorted.map((row) => edge(row.key.row) + (faint ? "66" : "")), borderColor: sorted.map((row) => edge(row.key.row)), borderWidth: 1,
    });
    return {
      title: groupInWords(group[0].key), height: barsHeight(group.length),
      config: {
        type: "bar", plugins: [intervalsAndFigures],
        data: { labels: sorted.map(label), datasets: [side("client"), { ...side("server", true), texts: sorted.map((row) => micros(total(row))) }] },
        options: {
          indexAxis: "y",
          scales: {
            x: axis("µs of CPU", { stacked: true, min: 0, grace: "15%" }),
            y: axis("", { stacked: true, title: { display: false }, grid: { display: false }, ticks: { color: css("--ink"), autoSkip: false } }),
          },
          plugins: { legend: legend(false), tooltip: { callbacks: { label: ({ dataset, raw }) => `${dataset.label} ${raw.toFixed(1)} µs` } } },
        },
      },
    };
  });
  addCharts("cpu", "CPU time per message", "User and kernel time of the client's threads (full colour) and the server's (lighter).", panels);
}

/** The same rows under each value of a dimension, such as the scope. */
function addSideBySide(id, dimension, title) {
  const rows = chosenRows([dimension]).filter((row) => good(row).length);
  const values = valuesOf(dimension, rows);
  const placedByScope = dimension === "scope" && valuesOf("cpus", rows).length > 1
    && values.every((scope) => valuesOf("cpus", rows.filter((row) => row.key.scope === scope)).length === 1);
  const shown = placedByScope ? ["scope", "cpus"] : [dimension];
  const panels = grouped(rows, shown)
    .filter((group) => unique(group.map((row) => row.key[dimension])).length > 1)
    .map((group) => {
      const names = unique(group.map(label));
      const find = (name, value) => group.find((row) => label(row) === name && row.key[dimension] === value);
      const rowName = (name) => name.split(" ")[0];
      return {
        title: groupInWords(group[0].key, shown), height: 80 + names.length * 16 * values.length,
        config: {
          type: "bar", plugins: [intervalsAndFigures],
          data: {
            labels: names,
            datasets: values.map((value, index) => {
              const found = names.map((name) => find(name, value));
              return {
                label: inWords(dimension, value), data: found.map((row) => (row ? figureOf(row).value : null)),
                texts: found.map((row) => (row ? figureOf(row).text + " " + shown.map((name) => said(name, row.key[name])).join(", ") : "")),
                backgroundColor: names.map((name) => edge(rowName(name)) + ["", "88", "44"][index % 3]),
                borderColor: names.map((name) => edge(rowName(name))), borderWidth: 1, barPercentage: 0.95, categoryPercentage: 0.85,
              };
            }),
          },
          options: {
            indexAxis: "y",
            scales: {
              x: axis(group.every(isLatency) ? "µs" : "msg/s", { min: 0, max: 1.5 * Math.max(...group.map((row) => figureOf(row).value)), ticks: { includeBounds: false } }),
              y: axis("", { title: { display: false }, grid: { display: false }, ticks: { color: css("--ink"), autoSkip: false } }),
            },
            plugins: { legend: legend(false), tooltip: { callbacks: { label: ({ datasetIndex, label: name }) => [inWords(dimension, values[datasetIndex]), ...hover(find(name, values[datasetIndex]))] } } },
          },
        },
      };
    });
  addCharts(id, title, "The same figure as above, whatever is selected there.", panels);
}

// ---- Tables ----

const COLUMNS = [
  ["run", (row) => letter(row.run)],
  // One pattern is shown at a time.
  ...KEY_COLUMNS.filter(({ name }) => name !== "pattern").map(({ name, title, absent }) => [title.toLowerCase(),
    (row) => (row.key[name] === absent ? undefined : row.key[name]), (value) => inWords(name, value)]),
  ...["p50", "p90", "p99", "p99.9", "max"].map((name) => [name + " µs", (row) => row.latencyNs[name], micros]),
  ["msg/s", (row) => (good(row).length ? row.perSecond : undefined), whole],
  ["MB/s", (row) => (good(row).length ? row.bytesPerSecond / 1e6 : undefined), (figure) => figure.toFixed(1)],
  ["CPU µs client", (row) => row.cpuNsPerMessage?.client, micros],
  ["CPU µs server", (row) => row.cpuNsPerMessage?.server, micros],
  ["alloc B client", (row) => row.allocatedBytesPerMessage?.client, (figure) => figure.toFixed(0)],
  ["alloc B server", (row) => row.allocatedBytesPerMessage?.server, (figure) => figure.toFixed(0)],
  ["vs raw [95 %]", (row) => row.overRaw?.ratio, (ratio, row) => intervalInWords(row.overRaw, 1)],
  ["vs A", (row) => row.versusA?.effect],
  ["B/A [95 %]", (row) => row.versusA?.ratio?.ratio, (ratio, row) => intervalInWords(row.versusA.ratio, 1)],
  ["received", (row) => row.messages.received, whole],
  ["lost", (row) => row.messages.lost, whole],
  ["failed rounds", (row) => row.rounds.length - good(row).length, whole],
];

function showTable() {
  const rows = chosenRows();
  const columns = COLUMNS.filter(([name, valueOf]) => (name !== "run" || several()) && rows.some((row) => valueOf(row) !== undefined));
  const textOf = ([, valueOf, format], row) => {
    const value = valueOf(row);
    return value === undefined ? "" : format ? format(value, row) : String(value);
  };
  const isFigure = ([, valueOf]) => rows.some((row) => typeof valueOf(row) === "number");
  const { column: sortedBy, descending } = state.sort;
  const by = columns.find((column) => column === COLUMNS[sortedBy]);
  if (by) {
    const order = (a, b) => (a === b ? 0 : a === undefined ? 1 : b === undefined ? -1 : (a > b ? 1 : -1) * (descending ? -1 : 1));
    rows.sort((a, b) => order(by[1](a), by[1](b)));
  }
  const heads = columns.map((column) => element("th", {
    scope: "col", class: isFigure(column) ? "figure" : "",
    "aria-sort": column === by ? (descending ? "descending" : "ascending") : "none",
  }, element("button", {
    type: "button",
    onclick: () => {
      state.sort = { column: COLUMNS.indexOf(column), descending: column === by && !descending };
      showTable();
      byId("table").querySelectorAll("thead button")[columns.indexOf(column)].focus();
    },
  }, column[0])));
  const lines = rows.map((row) => {
    const texts = columns.map((column) => textOf(column, row));
    const copy = () => copyText(columns.map(([name]) => name).join("\t") + "\n" + texts.map(cell).join("\t") + "\n");
    return element("tr", good(row).length < row.rounds.length ? { class: "failed" } : {},
      ...texts.map((text, at) => element("td", { class: isFigure(columns[at]) ? "figure" : "" }, text)),
      element("td", {}, element("button", { type: "button", onclick: copy, "aria-label": `Copy ${label(row)}, ${groupInWords(row.key)}` }, "Copy")));
  });
  byId("table").replaceChildren(element("thead", {}, element("tr", {}, ...heads, element("td", {}))), element("tbody", {}, ...lines));
}

/** A spreadsheet takes a cell that begins so for a formula. CsvFile does the same. */
const cell = (text) => (/^[=+\-@\t\r]/.test(text) ? "'" + text : text).replace(/[\t\r\n]/g, " ");

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    say("Copied with its header, ready to paste into a spreadsheet.");
  } catch (refused) {
    say("The browser refused to copy: " + refused.message);
  }
}

let told;
function say(text) {
  byId("status").textContent = text;
  clearTimeout(told);
  told = setTimeout(() => { byId("status").textContent = ""; }, 6000);
}

// ---- Two runs ----
// As RankSumTest, RankSumInterval, Holm and Baseline do it; a test compares the figures.

/** By how much two runs of one build differ at times, and how often a claim may be false. */
const TOLERATED = 0.05;
const ERROR_RATE = 0.05;
const LEAST_CONFIDENCE = 0.93;
const FEWEST_ROUNDS = 5;
const TOUCHES = 0.0005;

const isAbove = ({ low }, value) => low >= value + TOUCHES;
const isBelow = ({ high }, value) => high <= value - TOUCHES;

/** Two digits, or three where a bound would read as the value that it is beyond. */
function intervalInWords({ ratio, low, high }, value) {
  const beside = isAbove({ low }, value) || isBelow({ high }, value);
  const text = (figure) => (beside && figure.toFixed(2) === value.toFixed(2) ? figure.toFixed(3) : figure.toFixed(2));
  return `${text(ratio)} [${text(low)}, ${text(high)}]`;
}

/** Twice the rank of each value; equal values share the mean of theirs. */
const doubledRanks = (values) => values.map((value) =>
  2 * values.filter((other) => other < value).length + values.filter((other) => other === value).length + 1);

/** How many subsets of so many ranks have each sum. */
function waysOf(ranks, count) {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const ways = Array.from({ length: count + 1 }, () => new Float64Array(total + 1));
  ways[0][0] = 1;
  for (const rank of ranks) {
    for (let chosen = count; chosen >= 1; chosen--) {
      for (let sum = total; sum >= rank; sum--) ways[chosen][sum] += ways[chosen - 1][sum - rank];
    }
  }
  return ways[count];
}

/** How likely it is, if all come from one distribution, that the first set lies at least so far above the other. */
function pAbove(values, others) {
  const ranks = doubledRanks([...values, ...others]);
  const observed = ranks.slice(0, values.length).reduce((sum, rank) => sum + rank, 0);
  const ways = waysOf(ranks, values.length);
  const sumFrom = (from) => ways.subarray(from).reduce((sum, count) => sum + count, 0);
  return sumFrom(observed) / sumFrom(0);
}

/** The median of all ratios of a value to another, and how many of them to drop at either end. */
function rankSumInterval(values, others) {
  const ratios = values.flatMap((value) => others.map((other) => value / other)).sort((a, b) => a - b);
  const ranks = Array.from({ length: values.length + others.length }, (_, at) => at + 1);
  const ways = waysOf(ranks, values.length).subarray((values.length * (values.length + 1)) / 2);
  const all = ways.reduce((sum, count) => sum + count, 0);
  let cut = 0;
  for (let beyond = ways[0] + ways[1]; 1 - (2 * beyond) / all >= LEAST_CONFIDENCE; beyond += ways[cut + 1]) cut++;
  const n = ratios.length;
  const ratio = n % 2 ? ratios[(n - 1) / 2] : Math.sqrt(ratios[n / 2 - 1] * ratios[n / 2]);
  return { ratio, low: ratios[cut], high: ratios[n - 1 - cut] };
}

/** Holm's procedure: the p-values adjusted for all that are tested together. */
function holm(pValues) {
  const adjusted = [];
  pValues.map((pValue, at) => [pValue, at]).sort(([a], [b]) => a - b).reduce((before, [pValue, at], place) =>
    (adjusted[at] = Math.max(before, Math.min(1, (pValues.length - place) * pValue))), 0);
  return adjusted;
}

const costsNs = (row) => good(row).map((round) => round.p50Ns ?? 1e9 / round.perSecond);
const obstacleOf = (...rows) => rows.map((row) => row.obstacle ?? (good(row).length < FEWEST_ROUNDS ? "too few rounds" : undefined)).find((why) => why);

/** How likely such rounds are if the row has changed by what is tolerated and no more. */
function pOfChange(before, after) {
  const scaled = (costs) => costs.map((cost) => cost * (1 + TOLERATED));
  const [then, now] = [costsNs(before), costsNs(after)];
  return obstacleOf(after, before) ? 1 : Math.min(1, 2 * Math.min(pAbove(now, scaled(then)), pAbove(then, scaled(now))));
}

/** What was decided about a row of two runs. */
function changeOf(before, after, pValue) {
  const obstacle = obstacleOf(after, before);
  const whole = (row) => (isLatency(row) ? row.latencyNs.p50 : 1e9 / row.perSecond);
  if (obstacle) return { words: obstacle, text: (whole(after) / whole(before)).toFixed(2) };
  const interval = rankSumInterval(costsNs(after), costsNs(before));
  const slower = isAbove(interval, 1 + TOLERATED);
  const words = !slower && !isBelow(interval, 1 / (1 + TOLERATED)) ? "no measurable difference"
    : pValue > ERROR_RATE ? "not clear" : slower ? "slower" : "faster";
  return { ...interval, words, text: intervalInWords(interval, interval.ratio >= 1 ? 1 + TOLERATED : 1 / (1 + TOLERATED)) };
}

/** Rows of the first run beside those of equal kind in a later one, all tested together: [before, after, change]. */
function changesTo(run) {
  const working = allRows().filter((row) => good(row).length);
  const pairs = working.filter((row) => row.run === state.runs[0]).flatMap((before) => {
    const after = working.find((row) => row.run === run && DIMENSIONS.every(({ name }) => row.key[name] === before.key[name]));
    return after ? [[before, after]] : [];
  });
  // What was dropped before the last round cannot be claimed.
  const last = Math.max(...working.filter((row) => row.run === run).map((row) => row.rounds.at(-1).round)) - (run.report.complete ? 0 : 1);
  const adjusted = holm(pairs.map(([before, after]) => (after.rounds.at(-1).round >= last ? pOfChange(before, after) : 1)));
  return pairs.map(([before, after], at) => [before, after, changeOf(before, after, adjusted[at])]);
}

/** What became of the rows of the first run in a later one, in a sentence. */
function changesInWords(run) {
  const changes = changesTo(run);
  const parts = byWord(changes, ([, , { words }]) => words).map(([words, all]) =>
    `${words}: ${all.length} of ${changes.length} rows`
    + (words === "slower" || words === "faster" ? ` (${unique(all.map(([before]) => before.key.row)).join(", ")})` : ""));
  return parts.length ? parts.join("; ") + "." : "no rows in common.";
}

function showChanges() {
  byId("changes").hidden = !several();
  if (!several()) return;
  const [first, ...others] = state.runs;
  byId("changes").querySelector("p").textContent = `Time per message relative to run A (${first.name}): above 1 is slower. `
    + `Rows with equal settings are compared. Slower and faster are claims: more than ${TOLERATED * 100} %, by which two runs of one build may differ, and beyond doubt among all rows that are compared.`;
  const chosen = chosenRows();
  const lines = others.flatMap((run) => changesTo(run).filter(([before]) => chosen.includes(before)).map(([before, after, { text, words }]) => {
    const cells = [`${letter(run)} vs A`, before.key.row, groupInWords(before.key), figureOf(before).text, figureOf(after).text,
      text, words];
    return element("tr", {}, ...cells.map((text, at) => element("td", { class: at > 2 && at < 6 ? "figure" : "" }, text)));
  }));
  const other = others.length === 1 ? letter(others[0]) : "other";
  const heads = ["runs", "row", "", "A", other, other + "/A", "result"].map((name, at) => name
    ? element("th", { scope: "col", class: at > 2 && at < 6 ? "figure" : "" }, name) : element("td", {}));
  byId("changes").querySelector("table").replaceChildren(
    element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...(lines.length ? lines
      : [element("tr", {}, element("td", { colspan: 7 }, "No selected row is in both runs."))])));
}

// ---- The whole ----

function showFigures() {
  state.charts.forEach((chart) => chart.destroy());
  state.charts = [];
  byId("charts").replaceChildren();
  const rows = chosenRows().filter((row) => good(row).length);
  addMedians(rows);
  addCurves(rows);
  addSideBySide("scopes", "scope", "Scopes side by side");
  addSideBySide("waits", "wait", "Blocking and spinning side by side");
  addSideBySide("variants", "variant", "A and B side by side");
  addSideBySide("placements", "cpus", "Placements side by side");
  addSizes();
  addRates();
  addCpu(rows);
  showChanges();
  showTable();
}

function showDownloads() {
  byId("downloads").replaceChildren(...state.runs.map((run) => element("button", {
    type: "button",
    onclick: () => {
      const text = JSON.stringify(run.report, (name, value) => (name === "run" || name === "curve" ? undefined : value), 2);
      const address = URL.createObjectURL(new Blob([text + "\n"], { type: "application/json" }));
      element("a", { href: address, download: run.name.replace(/[^\w.-]+/g, "-").replace(/(\.json)?$/, ".json") }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    },
  }, `Download ${run.name} as JSON`)));
}

async function show(runs) {
  await Promise.all(runs.map(readHistograms));
  const rows = runs.flatMap((run) => run.report.rows);
  for (const row of rows) {
    for (const { name, absent } of DIMENSIONS) row.key[name] ??= absent; // it may be older than the dimension
    if (!state.traits.has(row.key.row)) state.traits.set(row.key.row, traitsOf(row));
  }
  const names = unique(rows.map((row) => row.key.row));
  const fresh = state.runs.length === 0;
  state.runs.push(...runs);
  if (fresh && !names.every(isBare)) names.filter(isBare).forEach((row) => state.hidden.add(row));
  chooseAtFirst();
  showWarnings();
  showVerdict();
  showWhatItWasMeasuredOn();
  showFilters();
  showRowButtons();
  showDownloads();
  showFigures();
}

async function add(files) {
  const runs = [];
  for (const file of files) {
    try {
      runs.push({ name: file.name, report: await reportIn(file) });
    } catch (wrong) {
      say(`${file.name} is not a report of 'ipc-demo compare --json': ${wrong.message}`);
    }
  }
  if (runs.length) await show(runs);
}

byId("open").addEventListener("change", (event) => add([...event.target.files]));
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("dropping");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  add([...event.dataTransfer.files]);
});
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
// A canvas keeps the colours and the width that it was drawn with.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showFigures);
matchMedia("print").addEventListener("change", showFigures);

show(JSON.parse(byId("runs").textContent)).then(() => { document.body.dataset.ready = "yes"; });
