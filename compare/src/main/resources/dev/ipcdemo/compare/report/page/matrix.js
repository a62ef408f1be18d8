// Shows a matrix of 'ipc-demo cluster compare': one path and one row at a time, as a heat map and in tables.

const report = JSON.parse(byId("matrix").textContent);
const names = report.nodes.map(({ name }) => name);

/** More nodes than this make a map that nobody can read. */
const MOST_MAPPED = 60;

/** Beside the map of more nodes there is no room for the chosen pair. */
const MOST_BESIDE = 14;

/** Longer tables grow by a button. */
const MOST_ROWS = 15;

/** From which ratio to the median on a figure is how warm; and from which share of lost messages on. */
const WARM = [0, 0.8, 1.25, 1.6, 2.5];
const LOSSY = [0, 0, Number.MIN_VALUE, 0.01, 0.1];
const HEAT_WORDS = ["better than usual", "usual", "raised", "high", "very high"];

const view = { path: "", row: "", figure: "p50", chosen: null };

// ---- What there is ----

/** The dimensions in which no two matrices differ; they are said once. */
const COMMON = DIMENSIONS.map(({ name }) => name).filter(
  (name) => name !== "row" && new Set(report.matrices.map(({ key }) => key[name])).size <= 1,
);
const rowOf = (key) => keyInWords(key, COMMON);
const isLatencyMatrix = (matrix) => matrix.pairs.some(({ p50Ns }) => p50Ns !== undefined);
const isWithinNodes = (matrix) => matrix.pairs.every(({ from, to }) => from === to);
const matrixOf = (path, row) => report.matrices.find((matrix) => matrix.path === path && rowOf(matrix.key) === row);
const current = () => matrixOf(view.path, view.row);
const pairKey = (from, to) => JSON.stringify([from, to]);

const cost = (pair) => pair.p50Ns ?? 1e9 / pair.perSecond;
const lostShare = ({ sent, lost }) => (sent === 0 ? 0 : lost / sent);
const lostMostOf = ({ sent, lost }) => lost > sent / 2;
const toMedian = (matrix, pair) => `×${(cost(pair) / matrix.costNs).toFixed(2)}`;

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length ? (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2 : undefined;
}

function percent(share) {
  if (share === 0) return "0";
  return share < 0.00005 ? "<0.01 %" : `${(100 * share).toFixed(share < 0.01 ? 2 : 1)} %`;
}

/** The figures that one can look at: what it is called, the value of a pair, and its text. */
const FIGURES = {
  p50: { title: "p50", of: cost, text: (pair) => micros(pair.p50Ns), unit: "µs", fits: isLatencyMatrix },
  p99: { title: "p99", of: ({ p99Ns }) => p99Ns, text: ({ p99Ns }) => micros(p99Ns), unit: "µs", fits: isLatencyMatrix },
  rate: {
    title: "Rate",
    of: cost,
    text: ({ perSecond }) => whole(perSecond),
    unit: "messages/s",
    fits: (matrix) => !isLatencyMatrix(matrix),
  },
  loss: { title: "Loss", of: lostShare, text: (pair) => percent(lostShare(pair)), unit: "lost", fits: () => true },
};
const figureNow = () => FIGURES[view.figure];

/** How warm the figure of a pair is, from 0 to 4; nothing if it has none. */
function heatOf(matrix, pair) {
  const value = figureNow().of(pair);
  if (view.figure !== "loss" && lostMostOf(pair)) return HEAT_WORDS.length - 1; // what arrived may well be faster than usual
  if (value === undefined) return undefined;
  if (view.figure === "loss") return Math.max(1, LOSSY.findLastIndex((least) => value >= least && value > 0));
  const usual = view.figure === "p99" ? usualP99(matrix) : matrix.costNs;
  return warmth(value / usual);
}
const warmth = (ratio) => WARM.findLastIndex((least) => ratio >= least);

const p99s = new Map();
function usualP99(matrix) {
  if (!p99s.has(matrix)) p99s.set(matrix, median(matrix.pairs.flatMap(({ p99Ns }) => p99Ns ?? [])));
  return p99s.get(matrix);
}

const heatClass = (heat) => (heat === undefined ? "" : `heat-${heat}`);

// ---- Tables ----

const plural = (count, one, several = one + "s") => `${whole(count)} ${count === 1 ? one : several}`;
const figureCell = (text, kind = "") => element("td", { class: `figure ${kind}`.trim() }, text);

/** A table of which a button shows more. */
function fill(section, caption, heads, rows, cells) {
  const table = byId(section).querySelector("table");
  const button = byId(section).querySelector(":scope > button");
  const show = (most) => {
    table.replaceChildren(
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...heads.map(([text, kind]) => element("th", { scope: "col", class: kind ?? "" }, text)))),
      element("tbody", {}, ...rows.slice(0, most).map((row) => element("tr", {}, ...cells(row)))),
    );
    if (!button) return;
    button.hidden = rows.length <= most;
    button.textContent = `Show ${whole(Math.min(rows.length, most * 10))} of ${whole(rows.length)}`;
    button.onclick = () => show(most * 10);
  };
  show(button ? MOST_ROWS : Infinity);
}

/** How many rounds there are figures of, and of how many there are none. */
function roundsInWords({ roundsNs, failedRounds, emptyRounds = 0 }) {
  const without = [[failedRounds, "failed"], [emptyRounds, "without arrivals"]]
    .filter(([count]) => count)
    .map((each) => each.join(" "));
  return roundsNs.length + (without.length ? ` (${without.join(", ")})` : "");
}

const FIGURE = "figure";
const matrixWords = (matrix) => `${matrix.path}, ${rowOf(matrix.key)}`;

function worstFirst(matrix) {
  const by = figureNow().of;
  return [...matrix.pairs].sort(
    (a, b) =>
      lostMostOf(b) - lostMostOf(a) || (by(b) ?? -1) - (by(a) ?? -1) || cost(b) - cost(a),
  );
}

function showWorst(matrix) {
  const { title } = figureNow();
  const within = isWithinNodes(matrix);
  byId("worst-title").textContent = within ? "Worst nodes" : "Worst pairs";
  const latency = isLatencyMatrix(matrix);
  fill(
    "worst",
    `${matrixWords(matrix)}: by ${title}, the worst first`,
    [
      [within ? "Node" : "From"],
      ...(within ? [] : [["To"]]),
      ...(latency ? [["p50 µs", FIGURE], ["p99 µs", FIGURE]] : [["messages/s", FIGURE]]),
      ["to the median", FIGURE],
      ["lost", FIGURE],
      ["rounds", FIGURE],
    ],
    worstFirst(matrix),
    (pair) => [
      element("th", { scope: "row" }, pair.from),
      ...(within ? [] : [element("td", {}, pair.to)]),
      ...(latency
        ? [figureCell(micros(pair.p50Ns), view.figure === "p50" ? heatClass(heatOf(matrix, pair)) : ""),
           figureCell(micros(pair.p99Ns), view.figure === "p99" ? heatClass(heatOf(matrix, pair)) : "")]
        : [figureCell(whole(pair.perSecond), view.figure === "rate" ? heatClass(heatOf(matrix, pair)) : "")]),
      figureCell(lostMostOf(pair) ? "lost most" : toMedian(matrix, pair)),
      figureCell(percent(lostShare(pair)), view.figure === "loss" ? heatClass(heatOf(matrix, pair)) : ""),
      figureCell(roundsInWords(pair)),
    ],
  );
}

const DECISIONS = new Map([["slower", "slower beyond doubt"]]);

function showDirections(matrix) {
  const section = byId("directions");
  section.hidden = matrix.asymmetries.length === 0;
  section.querySelector(".note").textContent =
    `What the direction that costs more takes, relative to the other, with an interval of about 95 %. ${plural(
      matrix.directionsCompared, "pair of nodes", "pairs of nodes")} tested together; a difference as small as between two runs is none.`;
  fill(
    "directions",
    `${matrixWords(matrix)}: what is beyond doubt first, then what differs most`,
    [["From"], ["To"], ["µs", FIGURE], ["back", FIGURE], ["ratio [95 %]", FIGURE], ["decision"]],
    matrix.asymmetries,
    (each) => [
      element("th", { scope: "row" }, each.from),
      element("td", {}, each.to),
      figureCell(micros(each.costNs)),
      figureCell(micros(each.backNs)),
      figureCell(each.ratio ? intervalInWords(each.ratio) : (each.costNs / each.backNs).toFixed(2)),
      element("td", { class: each.decision === "slower" ? "claim" : "" }, each.obstacle ?? DECISIONS.get(each.decision) ?? each.decision),
    ],
  );
}

function showNodes(matrix) {
  const environments = new Map(report.nodes.map(({ name, environment }) => [name, environment]));
  const within = isWithinNodes(matrix);
  fill(
    "nodes",
    `${matrixWords(matrix)}: the slowest first`,
    [
      ["Node"],
      ["µs", FIGURE],
      ...(within ? [] : [["as client", FIGURE], ["as server", FIGURE]]),
      ["to a usual node", FIGURE],
      ["lost", FIGURE],
      ["pairs", FIGURE],
      ["what it is"],
    ],
    matrix.nodes,
    (node) => [
      element("th", { scope: "row" }, node.node),
      figureCell(micros(node.costNs)),
      ...(within ? [] : [figureCell(micros(node.asClientNs)), figureCell(micros(node.asServerNs))]),
      figureCell(`×${node.ratio.toFixed(2)}${node.standsOut ? " stands out" : ""}`, node.standsOut ? "heat-4" : ""),
      figureCell(percent(node.lostShare)),
      figureCell(whole(node.pairs)),
      element("td", { class: "words" }, environments.get(node.node) ?? ""),
    ],
  );
}

function showOverview() {
  const [first] = report.matrices;
  byId("overview").querySelector(".note").textContent = first
    ? keyInWords(first.key, DIMENSIONS.map(({ name }) => name).filter((name) => !COMMON.includes(name)))
    : "";
  const text = (matrix, costNs) => {
    if (costNs === undefined) return NONE;
    return isLatencyMatrix(matrix) ? `${micros(costNs)} µs` : `${whole(1e9 / costNs)}/s`;
  };
  fill(
    "overview",
    "Over all pairs",
    [["Path"], ["Row"], ["pairs", FIGURE], ["median", FIGURE], ["best", FIGURE], ["worst", FIGURE], ["p99", FIGURE], ["lost", FIGURE]],
    report.matrices,
    (matrix) => {
      const costs = matrix.pairs.filter((pair) => !lostMostOf(pair)).map(cost); // their figures say little
      costs.sort((a, b) => a - b);
      const p99 = usualP99(matrix);
      const sum = (count) => matrix.pairs.reduce((all, pair) => all + count(pair), 0);
      return [
        element("th", { scope: "row" }, matrix.path),
        element("td", {}, rowOf(matrix.key)),
        figureCell(whole(matrix.pairs.length)),
        figureCell(text(matrix, matrix.costNs)),
        figureCell(text(matrix, costs[0])),
        figureCell(text(matrix, costs.at(-1))),
        figureCell(p99 === undefined ? NONE : `${micros(p99)} µs`),
        figureCell(percent(lostShare({ sent: sum(({ sent }) => sent), lost: sum(({ lost }) => lost) }))),
      ];
    },
  );
}

function showFailures() {
  const usual = report.complete ? "no result" : "not measured: the run was stopped before its end"; // in older reports
  const missing = report.missing.map((pair) => ({ reason: usual, ...pair }));
  const all = [...report.failures, ...missing];
  byId("failures").hidden = all.length === 0;
  fill(
    "failures",
    report.missingCount > missing.length ? `and ${whole(report.missingCount - missing.length)} more without a result` : "Why there are none",
    [["From"], ["To"], ["Path"], ["Row"], ["Reason"]],
    all,
    ({ from, to, path, key, reason }) => [
      element("th", { scope: "row" }, from),
      element("td", {}, to),
      element("td", {}, path),
      element("td", {}, key ? rowOf(key) : "all"),
      element("td", { class: "words" }, reason),
    ],
  );
}

// ---- The map ----

/** What stands in the place of a pair that has no figures. */
function gapOf(matrix, from, to) {
  const isIt = (pair) => pair.from === from && pair.to === to && pair.path === matrix.path;
  const failure = report.failures.find((each) => isIt(each) && (!each.key || keyText(each.key) === keyText(matrix.key)));
  if (failure) return { text: "fail", reason: failure.reason };
  return report.missing.some(isIt) ? { text: "?", reason: "There is no result." } : undefined;
}

/** One cell is in the tab order, and arrow keys go to the others. */
function showMap(matrix) {
  const isMapped = names.length > 0 && names.length <= MOST_MAPPED && !isWithinNodes(matrix);
  byId("map").hidden = !isMapped;
  if (!isMapped) return;
  const { title, text, unit } = figureNow();
  byId("map").classList.toggle("many", names.length > MOST_BESIDE);
  byId("map-title").textContent = `${matrixWords(matrix)}: ${title} in ${view.figure === "loss" ? "% of the messages" : unit}`;
  const pairs = new Map(matrix.pairs.map((pair) => [pairKey(pair.from, pair.to), pair]));
  const cells = [];
  const cell = (from, to) => {
    const pair = pairs.get(pairKey(from, to));
    const gap = pair ? undefined : gapOf(matrix, from, to);
    const heat = pair && heatOf(matrix, pair);
    const made = element(
      "td",
      { tabindex: -1, class: pair ? heatClass(heat) : gap ? "heat-failed" : "none" },
      pair ? text(pair).replace(" %", "") : (gap?.text ?? ""),
    );
    made.addEventListener("focus", () => {
      made.scrollIntoView({ block: "nearest", inline: "nearest" }); // to the browser, part of it is enough
      choose(matrix, from, to, made);
    });
    cells.push(made);
    return made;
  };
  const table = byId("map").querySelector("table");
  table.setAttribute("role", "grid");
  table.setAttribute("aria-labelledby", "map-title");
  table.replaceChildren(
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col", class: "corner" }, "client ↓ server →"),
        ...names.map((name) => element("th", { scope: "col" }, element("span", {}, name))),
      ),
    ),
    element(
      "tbody",
      {},
      ...names.map((from) =>
        element("tr", {}, element("th", { scope: "row", title: from }, from), ...names.map((to) => cell(from, to))),
      ),
    ),
  );
  table.onkeydown = (event) => move(event, cells);
  const at = view.chosen ? names.indexOf(view.chosen.from) * names.length + names.indexOf(view.chosen.to) : -1;
  const first = at >= 0 ? at : indexOfWorst(matrix);
  cells[first].tabIndex = 0;
  choose(matrix, names[Math.floor(first / names.length)], names[first % names.length], cells[first]);
  showKey(matrix);
}

function indexOfWorst(matrix) {
  const [worst] = worstFirst(matrix);
  const [from, to] = [worst.from, worst.to].map((name) => Math.max(0, names.indexOf(name))); // a file may name others
  return from * names.length + to;
}

function move(event, cells) {
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: names.length, ArrowUp: -names.length };
  const at = cells.indexOf(document.activeElement);
  const row = at - (at % names.length);
  const target = { Home: row, End: row + names.length - 1 }[event.key] ?? at + (steps[event.key] ?? NaN);
  const leavesRow = Math.abs(steps[event.key] ?? 0) === 1 && Math.floor(target / names.length) * names.length !== row;
  if (at < 0 || !cells[target] || leavesRow) return;
  event.preventDefault();
  cells[target].focus();
}

/** Shows all that is known of a pair, and of the way back. */
function choose(matrix, from, to, cell) {
  const table = byId("map").querySelector("table");
  for (const other of table.querySelectorAll("[aria-selected], [tabindex='0']")) {
    other.removeAttribute("aria-selected");
    other.tabIndex = -1;
  }
  cell.setAttribute("aria-selected", "true");
  cell.tabIndex = 0;
  view.chosen = { from, to };
  const find = (a, b) => matrix.pairs.find((pair) => pair.from === a && pair.to === b);
  const pair = find(from, to);
  const lines = [element("h3", {}, from === to ? from : `${from} → ${to}`)];
  if (pair) {
    lines.push(element("dl", {}, ...figuresOf(matrix, pair)));
    const back = find(to, from);
    if (back) lines.push(element("p", {}, wayBack(matrix, pair, back)));
  } else {
    lines.push(element("p", {}, gapOf(matrix, from, to)?.reason ?? (from === to ? "A node is not paired with itself." : "This pair was not to be measured.")));
  }
  byId("pair").replaceChildren(...lines);
}

function figuresOf(matrix, pair) {
  const entries = isLatencyMatrix(matrix)
    ? [["p50", `${micros(pair.p50Ns)} µs`], ["p99", pair.p99Ns === undefined ? "too few messages" : `${micros(pair.p99Ns)} µs`]]
    : [["Messages", `${whole(pair.perSecond)}/s`]];
  const rounds = pair.roundsNs;
  return [
    ...entries,
    ["To the median", lostMostOf(pair) ? "lost most" : `${toMedian(matrix, pair)}, ${HEAT_WORDS[warmth(cost(pair) / matrix.costNs)]}`],
    ["Lost", `${percent(lostShare(pair))} of ${whole(pair.sent)}`],
    ["Rounds", `${rounds.length}, from ${micros(Math.min(...rounds))} to ${micros(Math.max(...rounds))} µs`],
  ].map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)));
}

function wayBack(matrix, pair, back) {
  if (lostMostOf(back)) return "The other direction lost most of its messages.";
  const takes = `The other direction takes ${micros(cost(back))} µs`;
  if (lostMostOf(pair)) return `${takes}.`;
  const same = ({ from, to }) => [from, to].includes(pair.from) && [from, to].includes(pair.to);
  const found = matrix.asymmetries.find(same);
  const ratio = found?.ratio && (found.from === pair.from ? found.ratio : inverse(found.ratio));
  return `${takes}; this one ×${
    ratio ? intervalInWords(ratio) : (cost(pair) / cost(back)).toFixed(2)
  } of it${found ? `: ${found.obstacle ?? (found.decision === "slower" ? "a difference beyond doubt" : found.decision)}` : ""}.`;
}

function showKey(matrix) {
  const words =
    view.figure === "loss"
      ? [[1, "nothing lost"], [2, "some"], [3, "1 % and more"], [4, "10 % and more"]]
      : [[0, "below ×0.8 of the median"], [1, "usual"], [2, "from ×1.25"], [3, "from ×1.6"], [4, "from ×2.5, or most lost"]];
  byId("map-key").replaceChildren(...words.map(([heat, text]) => element("span", { class: heatClass(heat) }, text)));
  const lacks = matrix.pairs.some((pair) => figureNow().of(pair) === undefined);
  byId("map-note").textContent =
    `Arrow keys go from pair to pair. fail: measured without success; ?: no result${lacks ? `; ${NONE}: too few messages for a p99` : ""}.`;
}

// ---- The choice ----

function choiceOf(name, title, values, isThere) {
  return element(
    "fieldset",
    { class: "segmented" },
    element("legend", {}, title),
    element(
      "span",
      { class: "options segments" },
      ...values.map(([value, text]) => {
        const input = element("input", { type: "radio", name, value });
        input.checked = view[name] === value;
        input.disabled = !isThere(value);
        input.addEventListener("change", () => {
          view[name] = value;
          complete(name);
          history.replaceState(null, "", `#${new URLSearchParams({ path: view.path, row: view.row, figure: view.figure })}`);
          show();
          document.querySelector(`#choice input[name="${name}"]:checked`).focus();
        });
        return element("label", {}, input, element("span", {}, text));
      }),
    ),
  );
}

/** Not every row was measured along every path, and not every row has every figure. */
function complete(changed) {
  if (!current()) {
    const other = report.matrices.find((matrix) => (changed === "row" ? rowOf(matrix.key) === view.row : matrix.path === view.path));
    const { path, key } = other ?? report.matrices[0];
    Object.assign(view, { path, row: rowOf(key) });
  }
  if (!FIGURES[view.figure]?.fits(current())) view.figure = isLatencyMatrix(current()) ? "p50" : "rate";
}

function showChoice() {
  const choices = [
    ["path", "Path", unique(report.matrices.map(({ path }) => path)).map((path) => [path, path]), () => true],
    ["row", "Row", unique(report.matrices.map(({ key }) => rowOf(key))).map((row) => [row, row]), (row) => Boolean(matrixOf(view.path, row))],
    ["figure", "Figure", Object.entries(FIGURES).filter(([, { fits }]) => fits(current())).map(([name, { title }]) => [name, title]), () => true],
  ];
  byId("choice").replaceChildren(...choices.map((choice) => choiceOf(...choice)));
}

// ---- The page ----

function showHead() {
  const results = report.expected - report.missingCount - report.failures.filter(({ key }) => !key).length;
  byId("provenance").textContent =
    `${plural(names.length, "node")}, ${whole(results)} of ${whole(report.expected)} results, ${report.started.slice(0, 10)}` +
    (report.complete ? "" : ", stopped before its end");
  const [first, ...others] = names.length ? report.findings : ["This report has no nodes.", ...report.findings];
  byId("answer").textContent = first ?? `Nothing stands out among ${plural(names.length, "node")}`;
  byId("findings").hidden = others.length === 0;
  byId("findings").querySelector("ul").replaceChildren(...others.map((text) => element("li", {}, text)));
  const warnings = Object.entries(report.warnings);
  byId("cautions").hidden = warnings.length === 0;
  byId("cautions").querySelector("summary").textContent = `Before you believe it: ${plural(warnings.length, "remark")}`;
  byId("cautions").querySelector("ul").replaceChildren(
    ...warnings.map(([text, count]) => element("li", {}, `${text} (${plural(count, "result")})`)),
  );
  byId("download").href = `data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(report, null, 2))}`;
}

function show() {
  const matrix = current();
  showChoice();
  showMap(matrix);
  showWorst(matrix);
  showDirections(matrix);
  showNodes(matrix);
}

byId("choice").addEventListener("submit", (event) => event.preventDefault());
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((details) => (details.open = true)));
showHead();
showOverview();
showFailures();
if (report.matrices.length) {
  Object.assign(view, Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
  complete(view.path ? "path" : "row");
  show();
} else {
  for (const section of ["map", "worst", "directions", "nodes", "overview"]) byId(section).hidden = true;
}
document.body.dataset.ready = "yes";
