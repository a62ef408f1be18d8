// What weakens the answer for what is selected.

const BUSY = 0.5;
const REACHED = 0.99;
const NAMED_ROWS = 8;

const OBSTACLES = [
  ["too few rounds", "Too few good rounds for a confidence interval"],
  ["placed by the scheduler", "No confidence interval, because the scheduler chose the CPUs (20 rounds are needed)"],
  ["rounds of two kinds", "No confidence interval, because the rounds fall into two groups"],
  ["rounds that drift", "No confidence interval, because the figures drifted from round to round"],
  ["most messages lost", "No confidence interval, because most messages were lost"],
  ["a round in which nothing arrived", "No confidence interval, because nothing arrived in one of the rounds"],
];

/** What makes the figures from elsewhere doubtful, as Elsewhere says it. */
function doubtsOf({ where, lost, servers = [], otherComparisons: others = 0 }) {
  const found = lost ? [`Lost ${where} before the end: ${lost}.`] : [];
  if (servers.length > 1) {
    const who = servers.map(({ instance, host }) => instance + (host ? ` on ${host}` : "")).join(", ");
    found.push(
      `${servers.length} servers answered as ${where} (${who}): its name stands for several, or one was restarted;` +
        " its rows mix what they measured.",
    );
  }
  if (others) {
    found.push(`${others} other ${others === 1 ? "comparison" : "comparisons"} measured with ${where} at the same time.`);
  }
  return found;
}

/** What makes the figures of a whole run doubtful; what matters most comes first. */
function cautionsOfRun({ environment, settings, complete, elsewhere = [] }) {
  const { loadBefore: load, cpus: allowed, machineCpus: cpus = allowed } = environment;
  const found = elsewhere.flatMap(doubtsOf);
  if (!complete) found.push("The run was stopped before its end: the figures cover what had been measured by then.");
  if (load > BUSY * cpus) {
    const on = `${cpus} ${cpus === 1 ? "CPU" : "CPUs"}`;
    found.push(`Busy machine (load ${load.toFixed(1)} on ${on}): trust ratios, not absolute times.`);
  }
  if (settings.stallMillis > 0) {
    found.push(`The server paused for ${settings.stallMillis} ms once a second, as it was told to.`);
  }
  return found;
}

/** What makes the figures of rows doubtful, as Warnings says it of all rows of a report; a test compares. */
function cautionsOf({ report }, rows) {
  if (report.highestRates?.length) return cautionsOfRun(report); // what was too fast for a row is no fault of it
  const found = [];
  const warn = (what, doubtful) => {
    const names = unique(rows.filter(doubtful).map((row) => row.key.row));
    const which = names.length > NAMED_ROWS ? ` (${names.length} rows)` : `: ${names.join(", ")}`;
    if (names.length) found.push(`${what}${which}.`);
  };
  const warnOfFigures = (what, doubtful) => warn(what, (row) => hasFigures(row) && doubtful(row));
  warn("No figures, because every round failed", (row) => !hasFigures(row));
  found.push(...cautionsOfRun(report));
  warnOfFigures("Not pinned to a CPU, so times will not repeat well", ({ clientPlace, serverPlace }) =>
    [clientPlace, serverPlace].some((place) => place.startsWith("free")),
  );
  for (const [obstacle, words] of OBSTACLES) warnOfFigures(words, (row) => row.obstacle === obstacle);
  warnOfFigures("Too few messages for a p99", (row) => isLatency(row) && row.latencyNs.p99 === undefined);
  warnOfFigures(
    "Messages were lost, duplicated, reordered or corrupted",
    ({ messages: { lost, duplicated, reordered, corrupted } }) => lost + duplicated + reordered + corrupted > 0,
  );
  warnOfFigures("The offered rate was not reached", (row) => row.achievedPerSecond < row.key.ratePerSecond * REACHED);
  for (const { key, rounds } of rows) {
    const failed = rounds.filter(({ failure }) => failure);
    if (failed.length) {
      const [{ failure }] = failed;
      found.push(`${keyInWords(key)}: ${failed.length} of ${rounds.length} rounds discarded (${failure}).`);
    }
  }
  const disturbed = (report.conditions?.disturbed ?? []).map(({ round, by }) => `${round + 1} (${by.join("; ")})`);
  if (disturbed.length) found.push(`Disturbed rounds: ${disturbed.join(", ")}.`);
  return found;
}

/** The same for what is selected; and whatever else the report says, because that may be of all of it. */
function cautionsOfSelection(run, rows) {
  const all = new Set(cautionsOf(run, run.report.rows));
  const said = run.report.warnings ?? [
    "Made by an older ipc-demo: its warnings stand at the beginning of its verdict.",
  ];
  return [...said.filter((sentence) => !all.has(sentence)), ...cautionsOf(run, rows)];
}

function showCautions(rows) {
  const whose = (runs) => (several() ? runs.map(letter).join(", ") + ": " : "");
  const doubts = byWord(
    state.runs.flatMap((run) =>
      cautionsOfSelection(
        run,
        rows.filter((row) => row.run === run),
      ).map((text) => ({ run, text })),
    ),
    ({ text }) => text,
  ).map(([text, all]) => whose(all.map(({ run }) => run)) + text);
  byId("cautions").hidden = doubts.length === 0;
  const [first = "", ...others] = doubts;
  const details = byId("cautions").querySelector("details");
  details.classList.toggle("alone", others.length === 0);
  details
    .querySelector("summary")
    .replaceChildren(
      element("span", { class: "first" }, first),
      ...(others.length
        ? [" ", element("span", { class: "more" }, `${others.length} more ${others.length === 1 ? "note" : "notes"}`)]
        : []),
    );
  details.querySelector("ul").replaceChildren(...others.map((text) => element("li", {}, text)));
  return doubts;
}
