// Two runs, or two ways of running, row by row.

// As RankSumTest, RankSumInterval, Holm and Baseline do it; a test compares the figures.

/** By how much two runs of one build differ at times, and how often a claim may be false. */
const TOLERATED = JSON.parse(byId("tolerated").textContent);
const ERROR_RATE = 0.05;
const LEAST_CONFIDENCE = 0.93;
const FEWEST_ROUNDS = 5;

/** With more values than this in a set, a distribution is not counted out. */
const MOST_COUNTED = 50;

/** Twice the rank of each value; equal values share the mean of theirs. */
function doubledRanks(values) {
  const sorted = Float64Array.from(values).sort();
  return values.map((value) => sorted.indexOf(value) + sorted.lastIndexOf(value) + 2);
}

/** How likely a standard normal value is above another, to 1e-7 (Abramowitz and Stegun 1964, 26.2.17). */
function normalAbove(z) {
  if (z < 0) return 1 - normalAbove(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const series = 0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * t * series;
}

/** How many subsets of so many ranks have each sum. */
function waysOf(ranks, count) {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const ways = Array.from({ length: count + 1 }, () => new Float64Array(total + 1));
  ways[0][0] = 1;
  let most = 0;
  for (const rank of ranks) {
    most += rank;
    for (let chosen = count; chosen >= 1; chosen--) {
      const [fewer, those] = [ways[chosen - 1], ways[chosen]];
      for (let sum = most; sum >= rank; sum--) those[sum] += fewer[sum - rank];
    }
  }
  return ways[count];
}

/** How likely it is, if all come from one distribution, that the first set lies at least so far above the other. */
function pAbove(values, others) {
  const ranks = doubledRanks([...values, ...others]);
  const observed = ranks.slice(0, values.length).reduce((sum, rank) => sum + rank, 0);
  if (Math.max(values.length, others.length) > MOST_COUNTED) {
    const all = ranks.length;
    const squares = ranks.reduce((sum, rank) => sum + (rank - all - 1) ** 2, 0);
    const variance = (values.length * others.length * squares) / (all * (all - 1));
    return normalAbove((observed - 1 - values.length * (all + 1)) / Math.sqrt(variance));
  }
  const ways = waysOf(ranks, values.length);
  const sumFrom = (from) => ways.subarray(from).reduce((sum, count) => sum + count, 0);
  return sumFrom(observed) / sumFrom(0);
}

/** The probability that the statistic U is at most so large. */
function tailOfU(first, second) {
  if (Math.max(first, second) > MOST_COUNTED) {
    const deviation = Math.sqrt((first * second * (first + second + 1)) / 12);
    return (u) => normalAbove(((first * second) / 2 - u - 0.5) / deviation);
  }
  const ranks = Array.from({ length: first + second }, (_, at) => at + 1);
  const ways = waysOf(ranks, first).subarray((first * (first + 1)) / 2);
  const all = ways.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  const tail = ways.map((count) => (sum += count) / all);
  return (u) => tail[u];
}

/** The median of all ratios of a value to another, and how many of them to drop at either end. */
function rankSumInterval(values, others) {
  const ratios = new Float64Array(values.length * others.length);
  values.forEach((value, at) => ratios.set(others.map((other) => value / other), at * others.length));
  ratios.sort();
  const tail = tailOfU(values.length, others.length);
  let cut = 0;
  while (1 - 2 * tail(cut + 1) >= LEAST_CONFIDENCE) cut++;
  const n = ratios.length;
  const ratio = n % 2 ? ratios[(n - 1) / 2] : Math.sqrt(ratios[n / 2 - 1] * ratios[n / 2]);
  return { ratio, low: ratios[cut], high: ratios[n - 1 - cut] };
}

/** Holm's procedure: the p-values adjusted for all that are tested together. */
function holm(pValues) {
  const adjusted = [];
  pValues
    .map((pValue, at) => [pValue, at])
    .sort(([a], [b]) => a - b)
    .reduce(
      (before, [pValue, at], place) =>
        (adjusted[at] = Math.max(before, Math.min(1, (pValues.length - place) * pValue))),
      0,
    );
  return adjusted;
}

const costsNs = (row) => good(row).map((round) => round.p50Ns ?? 1e9 / round.perSecond);
const obstacleOf = (...rows) =>
  rows
    .map(
      (row) =>
        row.obstacle ??
        (lostMost(row) ? "most messages lost" : good(row).length < FEWEST_ROUNDS ? "too few rounds" : undefined),
    )
    .find((why) => why);

/** How likely such rounds are if the row has changed by what is tolerated and no more. */
function pOfChange(before, after) {
  const scaled = (costs) => costs.map((cost) => cost * (1 + TOLERATED));
  const [then, now] = [costsNs(before), costsNs(after)];
  return obstacleOf(after, before)
    ? 1
    : Math.min(1, 2 * Math.min(pAbove(now, scaled(then)), pAbove(then, scaled(now))));
}

/** What is to be said of a row of two runs, as a report says it: {ratio, obstacle, decision}. */
function decide(before, after, pValue) {
  const obstacle = obstacleOf(after, before);
  if (obstacle) return { obstacle };
  const ratio = rankSumInterval(costsNs(after), costsNs(before));
  const slower = isAbove(ratio, 1 + TOLERATED);
  const decision =
    !slower && !isBelow(ratio, 1 / (1 + TOLERATED))
      ? "no measurable difference"
      : pValue > ERROR_RATE
        ? "not clear"
        : slower
          ? "slower"
          : "faster";
  return { ratio, decision };
}

/** The same in words. */
function changeOf(before, after, { ratio: interval, obstacle, decision: words }) {
  return interval
    ? {
        before,
        after,
        interval,
        words,
        text: intervalInWords(interval, interval.ratio >= 1 ? 1 + TOLERATED : 1 / (1 + TOLERATED)),
      }
    : { before, after, words: obstacle, text: (costNs(after) / costNs(before)).toFixed(2) };
}

/** What a report says of each row, by its key, if it was compared with the first run; else nothing. */
function changesSaid({ changes }) {
  return changes?.since === state.runs[0].report.started && changes.tolerated === TOLERATED
    ? new Map(changes.rows.map((change) => [keyText(change.key), change]))
    : undefined;
}

/** The same for two runs of which neither report knows the other, all rows tested together. */
function changesDecided(pairs, { complete }) {
  // What was dropped before the last round cannot be claimed.
  const last = Math.max(...pairs.map(([, after]) => after.rounds.at(-1).round)) - (complete ? 0 : 1);
  const adjusted = holm(
    pairs.map(([before, after]) => (after.rounds.at(-1).round >= last ? pOfChange(before, after) : 1)),
  );
  return new Map(pairs.map(([before, after], at) => [keyText(after.key), decide(before, after, adjusted[at])]));
}

/** Rows of the first run beside those of equal kind in a later one: {before, after, interval, words, text}. */
function changesTo(run) {
  const working = allRows().filter(hasFigures);
  const then = new Map(working.filter((row) => row.run === state.runs[0]).map((row) => [keyText(row.key), row]));
  const pairs = working
    .filter((row) => row.run === run && then.has(keyText(row.key)))
    .map((row) => [then.get(keyText(row.key)), row]);
  const decisions = changesSaid(run.report) ?? changesDecided(pairs, run.report);
  return pairs.map(([before, after]) => changeOf(before, after, decisions.get(keyText(after.key))));
}

// ---- Two ways of one run ----

const EFFECTS = { __proto__: null, unchanged: "no measurable difference", undecided: "not clear" };

/** The rows of way B beside those of A, as the report has decided. */
function changesOfWays(run) {
  const inA = new Map(
    run.report.rows.filter((row) => row.key.variant === "A").map((row) => [keyText({ ...row.key, variant: "B" }), row]),
  );
  return run.report.rows
    .filter(
      (row) => row.versusA && hasFigures(row) && inA.has(keyText(row.key)) && hasFigures(inA.get(keyText(row.key))),
    )
    .map((after) => {
      const { effect: decision, ratio: interval, obstacle } = after.versusA;
      const words = interval ? (EFFECTS[decision] ?? decision) : (obstacle ?? after.obstacle ?? "too few rounds");
      return {
        before: inA.get(keyText(after.key)),
        after,
        interval,
        words,
        text: interval ? intervalInWords(interval) : NONE,
      };
    });
}

// ---- Either ----

const hasWays = () => !several() && state.runs[0].report.rows.some((row) => row.versusA);
const isPaired = () => several() || hasWays();

/** What stands beside A: {name, changes}. */
function comparisons() {
  if (hasWays()) return [{ name: "B", changes: changesOfWays(state.runs[0]) }];
  return state.runs.slice(1).map((run) => ({ name: letter(run), run, changes: (run.changes ??= changesTo(run)) }));
}

const compared = () => comparisons()[several() ? state.other - 1 : 0];

/** What became of rows, as TwoWays says it: "2 faster, 0 slower, 30 unchanged". */
function countsInWords(changes) {
  const having = (decision) => changes.filter(({ words }) => words === decision).length;
  const [faster, slower, unchanged] = ["faster", "slower", "no measurable difference"].map(having);
  const undecided = changes.length - faster - slower - unchanged;
  return `${faster} faster, ${slower} slower, ${unchanged} unchanged${undecided ? `, ${undecided} undecided` : ""}`;
}

const ORDER = ["slower", "faster", "not clear", "no measurable difference"];
const orderOf = ({ words }) => (ORDER.indexOf(words) + ORDER.length + 1) % (ORDER.length + 1);

/** What changed most comes first. */
const byEffect = (changes) =>
  [...changes].sort(
    (a, b) =>
      orderOf(a) - orderOf(b) ||
      Math.abs(Math.log(b.interval?.ratio ?? 1)) - Math.abs(Math.log(a.interval?.ratio ?? 1)),
  );

/** The selected rows of both, in the order of the page. */
function chosenChanges({ changes }) {
  const places = new Map(chosenRows().map((row, place) => [row, place]));
  return changes.filter(({ before }) => places.has(before)).sort((a, b) => places.get(a.before) - places.get(b.before));
}

/** The answer for two runs, or two ways. */
function answerOfChanges({ name, changes, run }) {
  const chosen = chosenChanges({ changes });
  if (!chosen.length) return { parts: [`${name} and A have no selected row in common`], sure: "" };
  const what = `a change is claimed where it is ${run ? `more than ${+(TOLERATED * 100).toFixed(1)} % and ` : ""}beyond doubt among all ${changes.length} rows`;
  return {
    parts: [`${name} compared with A: ${countsInWords(chosen)}`],
    sure: `How sure: ${what}.`,
    more: `${waysInWords()}The whole report: ${countsInWords(changes)}.`,
  };
}

function waysInWords() {
  const two = hasWays() && state.runs[0].report.twoWays;
  return two ? `A: ${two.a.words} (${two.a.jdk}). B: ${two.b.words} (${two.b.jdk}). ` : "";
}

function showChanges() {
  byId("changes").hidden = !isPaired();
  if (!isPaired()) return;
  const [first] = state.runs;
  byId("changes").querySelector("p").textContent = hasWays()
    ? `Time per message with B in terms of A: above 1 is slower. ${waysInWords()}`
    : `Time per message relative to run A (${first.name}): above 1 is slower. Rows with equal settings are compared.`;
  const all = comparisons();
  const lines = all.flatMap(({ name, changes }) =>
    chosenChanges({ changes }).map(({ before, after, text, words }) => {
      const cells = [
        `${name} vs A`,
        groupInWords(before.key),
        number(figureOf(before).value),
        number(figureOf(after).value),
        text,
        words,
      ];
      return element(
        "tr",
        {},
        element("th", { scope: "row" }, before.key.row),
        ...cells.map((cell, at) => element("td", { class: at > 1 && at < 5 ? "figure" : "" }, cell)),
      );
    }),
  );
  const other = all.length === 1 ? all[0].name : "other";
  const heads = ["row", "runs", "settings", "A", other, other + "/A [95 %]", "result"].map((name, at) =>
    element("th", { scope: "col", class: at > 2 && at < 6 ? "figure" : "" }, name),
  );
  byId("changes")
    .querySelector("table")
    .replaceChildren(
      element("thead", {}, element("tr", {}, ...heads)),
      element(
        "tbody",
        {},
        ...(lines.length ? lines : [element("tr", {}, element("td", { colspan: 7 }, "No selected row is in both."))]),
      ),
    );
}
