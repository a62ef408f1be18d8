// The answer for what is selected: which socket, how sure that is, and what weakens it. All of it stands on what the report
// has decided of its ratios; nothing is decided here.

/** What a report has decided, by the keys of the two rows; found from either side. */
function decisionsOf(run) {
  run.decisions ??= new Map(
    (run.report.tested ?? []).map((tested) => [keyText(tested.row) + keyText(tested.other), tested]),
  );
  return run.decisions;
}

const TURNED = { __proto__: null, slower: "faster", faster: "slower" };

/** What was decided of a row in terms of another of the same run: {ratio, decision, obstacle, family, rounds}. */
function decided(row, other) {
  const decisions = decisionsOf(row.run);
  const straight = decisions.get(keyText(row.key) + keyText(other.key));
  const opposite = straight ?? decisions.get(keyText(other.key) + keyText(row.key));
  return straight ?? (opposite && turned(opposite));
}

/** A decision seen from the other row. */
const turned = (tested) => ({
  ...tested,
  ratio: tested.ratio && inverse(tested.ratio),
  decision: TURNED[tested.decision] ?? tested.decision,
});

const isClaim = ({ decision }) => decision === "faster" || decision === "slower";

/** The rows of a group beside what one would use instead: {row, other, when, tested}; what makes the most difference first. The faster one is the row. */
function alternatives(group) {
  const rows = byName(group);
  const found = group
    .flatMap((row) =>
      (traits(row.key.row).insteadOf ?? []).map(({ row: name, when }) => {
        const other = rows.get(name);
        const tested = other && decided(row, other);
        return tested?.decision === "slower"
          ? { row: other, other: row, when, tested: turned(tested) }
          : { row, other, when, tested };
      }),
    )
    .filter(({ tested }) => tested);
  const size = ({ tested }) => Math.abs(Math.log(tested.ratio?.ratio ?? 1));
  return found.sort((a, b) => rank(a) - rank(b) || size(b) - size(a));
}

/** Claims first, and first among them what changes the domain; an IPv6 variant is nobody's question. */
const rank = ({ row, other, when, tested }) =>
  (isClaim(tested) ? 0 : 4) + (when ? 0 : 1) + ([row, other].some(({ key }) => isSecondFamily(key.row)) ? 8 : 0);

/** As at a terminal; a small share must not read as none. */
function percent(share) {
  const shown = Math.abs(share) * 100;
  return `${shown.toFixed(shown < 0.95 ? 1 : 0)} %`;
}

/** A ratio of times as people want to know it: of times themselves, or of how many there are a second. */
function effect({ ratio: { ratio } }, row, messages = "messages") {
  if (isLatency(row)) return `${percent(ratio - 1)} ${ratio < 1 ? "less" : "more"} time`;
  return `${percent(1 / ratio - 1)} ${ratio < 1 ? "more" : "fewer"} ${messages}/s`;
}

/** The ratio as it is shown, of times or of messages a second. */
const shownRatio = (tested, row) => ratioTexts(isLatency(row) ? tested.ratio : inverse(tested.ratio));

const SURE = {
  __proto__: null,
  faster: "✓ beyond doubt",
  slower: "✓ beyond doubt",
  "no measurable difference": "≈ no measurable difference",
  "not clear": "? not beyond doubt",
};
const sureness = (tested) =>
  tested.ratio ? (SURE[tested.decision] ?? tested.decision) : `${NONE} ${tested.obstacle ?? "no interval"}`;

const named = (row) =>
  element("span", { class: "socket", style: `color: var(${colourName(row.key.row)})` }, row.key.row);

/** The sockets of what one chooses among, and all of it if it has frameworks, too; with less than two sockets, only all. */
function rankings(choices) {
  const sockets = choices.filter((row) => !isFramework(row.key.row));
  return sockets.length < 2 || sockets.length === choices.length
    ? [ranking(choices)]
    : [ranking(sockets), ranking(choices)];
}

/** The fastest of some rows, and how each other one stands to it. */
function ranking(rows) {
  const [best, ...others] = [...rows].sort((a, b) => lostMost(a) - lostMost(b) || costNs(a) - costNs(b));
  const tested = others.map((row) => ({ row, tested: decided(row, best) })).filter(({ tested: each }) => each?.ratio);
  const isSlowerThanAny = (row) => rows.some((other) => decided(row, other)?.decision === "slower");
  const standing = ({ row, tested: { decision } }) => {
    if (decision === "slower" || decision === "not clear") return decision;
    return isSlowerThanAny(row) ? "not clear" : "no measurable difference";
  };
  const having = (decision) => tested.filter((each) => standing(each) === decision).map(({ row }) => row.key.row);
  return {
    best,
    alike: having("no measurable difference"),
    unclear: having("not clear"),
    known: tested.length,
    all: others.length,
  };
}

const rankingsInWords = ([found, withFrameworks]) =>
  [rankingInWords("Fastest", found), withFrameworks ? rankingInWords("Fastest with frameworks", withFrameworks) : ""]
    .filter(Boolean)
    .join(" ");

function rankingInWords(what, { best, alike, unclear, known, all }) {
  if (!known) return "";
  const figure = `${best.key.row}, ${number(figureOf(best).value)} ${isLatency(best) ? "µs" : "messages/s"}`;
  const named = (names) => (names.length > 3 ? `${names.length} others` : names.join(", "));
  const same = alike.length ? `no measurable difference to ${named(alike)}` : "";
  const doubtful = unclear.length ? `not beyond doubt before ${named(unclear)}` : "";
  if (same || doubtful) return `${what}: ${figure}; ${[same, doubtful].filter(Boolean).join(", and ")}.`;
  return `${what}: ${figure}${known === all ? "" : ", of those that can be compared"}.`;
}

/** The answer as a sentence that may name sockets, how sure that is, and what there is to add: {parts, sure, more}. */
function answerOf(group) {
  if (!group.length) return { parts: ["Nothing is selected"], sure: "" };
  const [{ key }] = group;
  const where = placeOf(key.scope);
  const choices = group.filter((row) => isChoice(row.key.row));
  if (!choices.length)
    return {
      parts: [`${where}: nothing to choose, because no transport is among the rows`],
      sure: "The figures below compare what is shown.",
    };
  if (choices.length < 2)
    return {
      parts: [`${where}: one socket, so there is nothing to choose`],
      sure: "Select more rows, or measure more, to compare.",
    };
  const searched = answerOfSearch(group);
  if (searched) return searched;
  const options = alternatives(group);
  const ranked = rankings(choices);
  const [found, withFrameworks] = ranked;
  const claim = options.find(({ tested }) => isClaim(tested));
  const hint = options.find(({ tested }) => tested.decision === "not clear");
  const isAllSockets = withFrameworks || !choices.some((row) => isFramework(row.key.row));
  const gain = (tested, row) => effect(tested, row, `${unitOf(key)}s`);
  const per = isLatency(group[0]) ? ` per ${unitOf(key)}` : "";
  if (claim) {
    const { row, other, tested } = claim;
    return {
      parts: [`${where}: use `, row, " instead of ", other, ` — ${gain(tested, row)}${per}`],
      sure: `How sure: ${rangeInWords(tested, row)}, beyond doubt in ${tested.rounds} rounds.`,
      more: rankingsInWords(ranked),
    };
  }
  if (!found.known) {
    const why = decided(
      found.best,
      choices.find((row) => row !== found.best),
    )?.obstacle;
    const isOld = !group[0].run.report.tested;
    return {
      parts: [`${where}: no winner can be named for a ${unitOf(key)}`],
      sure: isOld
        ? "How sure: the report is older than tested ratios."
        : `How sure: not at all${why ? ` (${why})` : ""}. The rounds carry no interval.`,
    };
  }
  if (!found.alike.length && !found.unclear.length && found.known === found.all) {
    return {
      parts: [`${where}: `, found.best, ` is the fastest${isAllSockets ? " socket" : ""} for a ${unitOf(key)}`],
      sure: `How sure: it is before every other ${isAllSockets ? "socket" : "one"} beyond doubt.`,
      more: withFrameworks && rankingInWords("Fastest with frameworks", withFrameworks),
    };
  }
  if (hint) {
    const { row, other, tested } = hint;
    return {
      parts: [
        `${where}: `,
        row,
        ` ${isLatency(row) ? "took" : "carried"} ${gain(tested, row)} than `,
        other,
        `${per}, but not beyond doubt`,
      ],
      sure: `How sure: ${rangeInWords(tested, row)}; among all that was tested together it may be chance, and more rounds may tell.`,
      more: rankingsInWords(ranked),
    };
  }
  return {
    parts: [`${where}: no clear winner for a ${unitOf(key)}`],
    sure: `How sure: ${whyNoWinner(found)}.`,
    more: rankingsInWords(ranked),
  };
}

/** Why the fastest of some rows is no winner. */
function whyNoWinner({ alike, unclear, known, all }) {
  const reasons = [
    alike.length ? "between the fastest no difference can be measured" : "",
    unclear.length ? "not every difference is beyond doubt, and more rounds may tell" : "",
    known < all ? "not all can be compared" : "",
  ];
  return reasons.filter(Boolean).join("; ");
}

/** What a search for the highest rates has found of the sockets of a group, the highest first. */
function highestRates([row]) {
  return (row?.run.report.highestRates ?? []).filter(
    ({ key }) =>
      !isFloor(key.row) &&
      !state.hidden.has(key.row) &&
      CHOICES.every(({ name, absent }) => name === "ratePerSecond" || (key[name] ?? absent) === row.key[name]),
  );
}

const rateRange = ({ interval }) => (interval ? `${whole(interval.low)}–${whole(interval.high)}` : "");

function answerOfSearch(group) {
  const [best, next] = highestRates(group);
  if (!best) return undefined;
  const row = group.find(({ key }) => key.row === best.key.row) ?? best.key.row;
  const apart = next && best.interval && next.interval && best.interval.low > next.interval.high;
  return {
    parts: [`${placeOf(group[0].key.scope)}: `, row, ` sustained the highest rate, ${whole(best.median)}/s`],
    sure: `How sure: ${best.interval ? `95 % interval ${rateRange(best)}/s` : "the rounds carry no interval"}${next && !apart ? `; that of ${next.key.row} is not apart from it` : ""}.`,
    more: `A rate had to keep: ${best.bound}.`,
  };
}

const rateCards = (group) =>
  highestRates(group).map((rate) =>
    card(
      rate.key.row,
      whole(rate.median),
      rateRange(rate),
      "messages a second",
      rate.interval ? "" : `${NONE} no interval`,
    ),
  );

/** A ratio with its interval, as the page says it. */
function rangeInWords(tested, row) {
  const { ratio, low, high } = shownRatio(tested, row);
  return `×${ratio}, 95 % interval ${low}–${high}`;
}

// ---- Cards ----

function card(title, big, range, words, sure, elsewhere, row) {
  return element(
    "article",
    { class: row ? "card claim" : "card", ...(row ? { style: `--mark: var(${colourName(row.key.row)})` } : {}) },
    element("h3", {}, title),
    element("p", { class: "big" }, big, " ", element("small", {}, range)),
    element("p", {}, words, " ", element("span", { class: "sure" }, sure)),
    ...(elsewhere ? [element("p", { class: "elsewhere" }, elsewhere)] : []),
  );
}

function alternativeCard({ row, other, tested }, groups) {
  const { ratio, decision } = tested;
  const [a, b] = [row.key.row, other.key.row];
  const title = decision === "faster" ? `${a} instead of ${b}` : `${a} or ${b}`;
  const shown = shownRatio(tested, row);
  const elsewhere = groups
    .filter(([first]) => first.key.scope !== row.key.scope)
    .map((group) => {
      const [same, usual] = [a, b].map((name) => group.find((each) => each.key.row === name));
      const there = same && usual && decided(same, usual);
      return there?.ratio
        ? `${group[0].key.scope} ×${shownRatio(there, same).ratio} ${sureness(there).slice(0, 1)}`
        : "";
    })
    .filter(Boolean);
  return card(
    title,
    `×${shown.ratio}`,
    `${shown.low}–${shown.high}`,
    decision === "no measurable difference" ? "" : effect(tested, row),
    sureness(tested),
    elsewhere.join(", "),
    isClaim(tested) ? row : undefined,
  );
}

/** What to choose, and how much of that nothing can be said of. */
function alternativeCards(group, groups) {
  const options = alternatives(group);
  const known = options.filter(({ tested }) => tested.ratio);
  const unknown = byWord(
    options.filter(({ tested }) => !tested.ratio),
    ({ tested }) => sureness(tested),
  );
  return [
    ...known.map((each) => alternativeCard(each, groups)),
    ...unknown.map(([why, all]) =>
      card(
        all.map(({ row, other }) => `${row.key.row} or ${other.key.row}`).join(", "),
        NONE,
        "",
        "no ratio:",
        why.slice(2),
      ),
    ),
  ];
}

/** What this project's API costs, over all rows of a group that have their bare channel beside them. */
function layerCard(group) {
  if (!group.length) return [];
  const alike = (row) => row.run === group[0].run && CHOICES.every(({ name }) => row.key[name] === group[0].key[name]);
  const rows = byName(group);
  const tested = allRows()
    .filter((row) => isBare(row.key.row) && alike(row))
    .map((bare) => [rows.get(traits(bare.key.row).bareOf), bare])
    .map(([row, bare]) => row && decided(row, bare))
    .filter((each) => each?.ratio);
  if (!tested.length) return [];
  const slower = tested.filter(({ decision }) => decision === "slower").map(({ row }) => row.row);
  const free = tested.filter(({ decision }) => decision === "no measurable difference" || decision === "faster").length;
  return [
    card(
      "this project’s API on the bare channel",
      `${free} of ${tested.length}`,
      tested.length === 1 ? "row" : "rows",
      "cost nothing measurable",
      "",
      slower.length ? `slower beyond doubt: ${slower.join(", ")}` : "no row is slower beyond doubt",
    ),
  ];
}

/** The changes of two runs or ways, those that are claimed first. */
function changeCards(changes) {
  const claims = changes.filter(({ words }) => words === "slower" || words === "faster");
  const cards = claims.map(({ after, interval, words }) => {
    const { ratio, low, high } = ratioTexts(interval);
    return card(
      `${after.key.row}, ${after.key.scope}`,
      `×${ratio}`,
      `${low}–${high}`,
      words,
      "✓ beyond doubt",
      "",
      after,
    );
  });
  const rest = byWord(
    changes.filter(({ words }) => words !== "slower" && words !== "faster"),
    ({ words }) => words,
  );
  return [
    ...cards,
    ...rest.map(([words, all]) =>
      card(
        words,
        `${all.length} of ${changes.length}`,
        "rows",
        "",
        "",
        unique(all.map(({ after }) => after.key.row)).join(", "),
      ),
    ),
  ];
}

const SHOWN_CARDS = 4;

function showCards(cards) {
  byId("verdict").hidden = cards.length === 0;
  byId("cards").replaceChildren(...cards.slice(0, SHOWN_CARDS));
  const rest = cards.slice(SHOWN_CARDS);
  byId("more-cards").hidden = rest.length === 0;
  byId("more-cards").querySelector("summary").textContent =
    `${rest.length} more ${rest.length === 1 ? "comparison" : "comparisons"}`;
  byId("more-cards")
    .querySelector("div")
    .replaceChildren(...rest);
}
