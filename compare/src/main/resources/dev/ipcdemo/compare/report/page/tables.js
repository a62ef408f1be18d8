// The figures as tables.

const COLUMNS = [
  ["row", (row) => row.key.row],
  ["run", (row) => sideOf(row) || undefined],
  ...KEY_COLUMNS.filter(({ name }) => name !== "row" && name !== "variant").map(({ name, title, absent }) => [
    title.toLowerCase(),
    (row) => (row.key[name] === absent ? undefined : row.key[name]),
    (value) => besideTitle(name, value),
  ]),
  ...["p50", "p90", "p99", "p99.9", "max"].map((name) => [name + " µs", (row) => row.latencyNs[name], micros]),
  ["msg/s", (row) => (hasFigures(row) ? row.perSecond : undefined), whole],
  ["msg/s to server", (row) => row.receivedPerSecond?.server, whole],
  ["msg/s to client", (row) => row.receivedPerSecond?.client, whole],
  ["MB/s", (row) => (hasFigures(row) ? row.bytesPerSecond / 1e6 : undefined), number],
  ["CPU µs client", (row) => row.cpuNsPerMessage?.client, micros],
  ["CPU µs server", (row) => row.cpuNsPerMessage?.server, micros],
  ["alloc B client", (row) => row.allocatedBytesPerMessage?.client, whole],
  ["alloc B server", (row) => row.allocatedBytesPerMessage?.server, whole],
  ["heap B/connection", (row) => row.memoryPerConnection?.heapBytes, whole],
  ["JVM B/connection", (row) => row.memoryPerConnection?.residentBytes, whole],
  ["kernel B/connection", (row) => row.memoryPerConnection?.kernelBytes, whole],
  ["vs raw [95 %]", (row) => row.overRaw?.ratio, (ratio, row) => intervalInWords(row.overRaw)],
  ["received", (row) => row.messages.received, whole],
  ["lost", (row) => row.messages.lost, whole],
  ["failed rounds", (row) => row.rounds.length - good(row).length, whole],
];

function cellText([, valueOf, format], row) {
  const value = valueOf(row);
  return value === undefined ? NONE : format ? format(value, row) : String(value);
}

/** Columns that tell rows apart, and those of which all rows have the same. */
function columnsFor(rows) {
  const known = COLUMNS.filter(([, valueOf]) => rows.some((row) => valueOf(row) !== undefined));
  const isConstant = (column) =>
    column[0] !== "row" && rows.length > 1 && unique(rows.map((row) => cellText(column, row))).length === 1;
  return { columns: known.filter((column) => !isConstant(column)), constants: known.filter(isConstant) };
}

function showTable() {
  const rows = state.whole ? inOrder(allRows()) : chosenRows();
  byId("whole").querySelector("input").checked = state.whole;
  byId("whole").hidden = choosable().length === 0 && valuesOf("pattern").length < 2 && state.hidden.size === 0;
  const { columns, constants } = columnsFor(rows);
  const isFigure = ([, valueOf]) => rows.some((row) => typeof valueOf(row) === "number");
  const { column: sortedBy, descending } = state.sort;
  const by = columns.find((column) => column === COLUMNS[sortedBy]);
  if (by) {
    const order = (a, b) =>
      a === b ? 0 : a === undefined ? 1 : b === undefined ? -1 : (a > b ? 1 : -1) * (descending ? -1 : 1);
    rows.sort((a, b) => order(by[1](a), by[1](b)));
  }
  const heads = columns.map((column) =>
    element(
      "th",
      {
        scope: "col",
        class: isFigure(column) ? "figure" : "",
        "aria-sort": column === by ? (descending ? "descending" : "ascending") : "none",
      },
      element(
        "button",
        {
          type: "button",
          onclick: () => {
            state.sort = { column: COLUMNS.indexOf(column), descending: column === by && !descending };
            showTable();
            byId("table").querySelectorAll("thead button")[columns.indexOf(column)].focus();
          },
        },
        column[0],
      ),
    ),
  );
  const all = [...columns, ...constants];
  const lines = rows.map((row) => {
    const copy = () =>
      copyText(
        all.map(([name]) => name).join("\t") +
          "\n" +
          all.map((column) => cell(cellText(column, row))).join("\t") +
          "\n",
        "Copied with its header, ready to paste into a spreadsheet.",
      );
    return element(
      "tr",
      hasFigures(row) && good(row).length === row.rounds.length ? {} : { class: "failed" },
      ...columns.map((column, at) =>
        element(
          at === 0 ? "th" : "td",
          at === 0 ? { scope: "row" } : { class: isFigure(column) ? "figure" : "" },
          cellText(column, row),
        ),
      ),
      element(
        "td",
        {},
        element(
          "button",
          { type: "button", onclick: copy, "aria-label": `Copy ${label(row)}, ${groupInWords(row.key)}` },
          "Copy",
        ),
      ),
    );
  });
  const shared = constants.map((column) => `${column[0]} ${cellText(column, rows[0])}`);
  const caption =
    rows.length === 0
      ? "No row is selected."
      : `${rows.length} ${rows.length === 1 ? "row" : "rows"}${shared.length ? `, all with ${shared.join(", ")}` : ""}. ${NONE}: too few samples, or not known.`;
  byId("table").replaceChildren(
    element("caption", {}, element("span", {}, caption)),
    ...(rows.length
      ? [element("thead", {}, element("tr", {}, ...heads, element("td", {}))), element("tbody", {}, ...lines)]
      : []),
  );
}

/** The ratios of the selected rows, as the report has them. */
function showPairs() {
  const chosen = new Map(chosenRows().map((row) => [state.runs.indexOf(row.run) + keyText(row.key), row]));
  const pairs = state.runs
    .flatMap((run, at) =>
      (run.report.tested ?? []).map((tested) => ({
        run,
        tested,
        row: chosen.get(at + keyText(tested.row)),
        other: chosen.get(at + keyText(tested.other)),
      })),
    )
    .filter(({ row, other }) => row && other);
  byId("pairs").hidden = pairs.length === 0;
  byId("pairs").querySelector("p").textContent =
    "Time of the row in terms of the other one, paired by round: above 1 is slower. p is adjusted for all that were tested together (Holm).";
  byId("pairs").querySelector("summary").textContent =
    `${pairs.length} ${pairs.length === 1 ? "pair" : "pairs"} among the selected rows`;
  const heads = ["row", "other", "settings", "ratio [95 %]", "p", "result"].map((name, at) =>
    element("th", { scope: "col", class: at === 3 || at === 4 ? "figure" : "" }, name),
  );
  const lines = pairs.map(({ tested: { ratio, obstacle, pValue, decision }, row, other }) => {
    const settings = (several() ? letter(row.run) + ": " : "") + groupInWords(row.key);
    const cells = [
      label(other),
      settings,
      ratio ? intervalInWords(ratio) : NONE,
      pValue < 0.001 ? "< 0.001" : pValue.toFixed(3),
      ratio ? decision : (obstacle ?? decision),
    ];
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, label(row)),
      ...cells.map((text, at) => element("td", { class: at === 2 || at === 3 ? "figure" : "" }, text)),
    );
  });
  byId("pairs")
    .querySelector("table")
    .replaceChildren(element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...lines));
}

/** A place, with what its first server says of itself. */
function elsewhereInWords({ where, servers = [] }) {
  const [{ host, node, pod, load } = {}] = servers;
  const words = [
    host && `host ${host}`,
    node && `node ${node}`,
    pod && pod !== host && `pod ${pod}`,
    load !== undefined && `load ${load.toFixed(1)}`,
  ].filter(Boolean);
  return words.length ? `${where} (${words.join(", ")})` : where;
}

/** The CPUs, or the share of their time, that the measurements could use. */
function processorsOf({ cpus, cpu, cpuQuota: quota }) {
  if (quota === undefined) return `${cpus} × ${cpu}`;
  if (quota === 0.5) return `half a CPU of ${cpu}`;
  const figure = String(Number(quota.toFixed(2)));
  if (quota < 1) return `${figure} of a CPU of ${cpu}`;
  return `the time of ${figure} ${quota === 1 ? "CPU" : "CPUs"} of ${cpu}`;
}

function showWhatItWasMeasuredOn() {
  const facts = {
    Run: (run) => (several() ? letter(run) + ": " : "") + run.name,
    Started: ({ report }) => startedOf(report),
    Kernel: ({ report }) => report.environment.kernel,
    CPUs: ({ report }) => processorsOf(report.environment),
    "Load before": ({ report }) =>
      report.environment.loadBefore < 0 ? "unknown" : String(report.environment.loadBefore),
    Java: ({ report }) => report.environment.jdk,
    Libraries: ({ report }) => report.environment.libraries.join(", "),
    Elsewhere: ({ report }) =>
      (report.elsewhere || []).map((other) => `${other.scope} on ${elsewhereInWords(other)}: ${other.environment}`).join("; ") ||
      "nothing",
    "JVM options": ({ report }) => report.environment.jvmOptions.join(" "),
    Rounds: ({ report }) => String(report.settings.rounds),
    Threads: ({ report }) => report.settings.threads,
    "A and B": ({ report: { twoWays: two } }) =>
      two
        ? [two.a, two.b]
            .map(({ words, jdk, jvmOptions }, at) => `${"AB"[at]}: ${words} (${jdk}, java ${jvmOptions.join(" ")})`)
            .join("; ")
        : "one way of running",
    TCP_NODELAY: ({ report }) => (report.settings.noDelay ? "on" : "off"),
    "Socket options": ({ report }) => socketOptionsInWords(report) || "unknown",
    Placement: ({ report }) =>
      unique(
        report.rows.map((row) => `cpus ${row.key.cpus}: client ${row.clientPlace}, server ${row.serverPlace}`),
      ).join("; "),
  };
  for (const name of unique(state.runs.flatMap(({ report }) => Object.keys(report.conditions?.facts ?? {})))) {
    facts[name] = ({ report }) => report.conditions?.facts[name] ?? "";
  }
  const lines = Object.entries(facts).map(([name, fact]) => {
    const texts = state.runs.map(fact);
    const differs = unique(texts).length > 1 && name !== "Run" && name !== "Started";
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, name + (differs ? " ≠" : "")),
      ...texts.map((text) => element("td", {}, text)),
    );
  });
  byId("measured-on")
    .querySelector("table")
    .replaceChildren(element("tbody", {}, ...lines));
}

/** What the sockets say of their options, each set of values with the rows that have it. */
function socketOptionsInWords({ rows }) {
  const rowsOf = new Map();
  for (const { key, socketOptions } of rows) {
    if (!socketOptions) continue;
    const { client, server } = socketOptions;
    const words = unique([...Object.keys(client), ...Object.keys(server)])
      .map((name) => `${name} ${valueOnBothSides(client[name], server[name])}`)
      .join(", ");
    rowsOf.set(words, unique([...(rowsOf.get(words) ?? []), key.peer || key.row]));
  }
  return [...rowsOf].map(([words, names]) => `${names.join(", ")}: ${words}`).join("; ");
}

function valueOnBothSides(client = "unknown", server = "unknown") {
  return client === server ? client : `${client} (server: ${server})`;
}

const startedOf = (report) => report.started.replace("T", " ").replace("Z", " UTC");

/** Where the figures are from, in a line. */
function provenance({ report }) {
  const { environment, conditions } = report;
  const version = conditions?.facts["ipc-demo"];
  return [
    `ipc-demo${version ? ` ${version.replace(/^ipc-demo */, "")}` : ""} compare`,
    processorsOf(environment),
    environment.kernel,
    environment.jdk.replace(/^.*VM ([^+]*).*/, "Java $1"),
    report.started.slice(0, 10),
  ];
}

const commandOf = ({ report }) => report.conditions?.facts.command;

function showProvenance() {
  const [first] = state.runs;
  const command = commandOf(first);
  byId("provenance").replaceChildren(
    several() ? state.runs.map((run) => `${letter(run)}: ${run.name}`).join(" · ") : provenance(first).join(" · "),
    ...(command && !several()
      ? [" · ", element("code", {}, command.replace(/^ipc-demo compare */, "") || command)]
      : []),
  );
}
