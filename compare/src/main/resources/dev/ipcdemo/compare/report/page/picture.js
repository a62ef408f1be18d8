// The first picture: one dot plot that answers for the selection.

const FASTER = { true: "µs, logarithmic; ◂ left is faster", false: "messages/s, logarithmic; right is faster ▸" };

/** All of a row, for whoever points at it. */
function hover(row) {
  const { interval, value } = figureOf(row);
  const lines = [
    `${label(row)}, ${groupInWords(row.key)}`,
    isLatency(row)
      ? `p50 ${number(value)} µs`
      : `${number(value)} messages/s, ${number(row.bytesPerSecond / 1e6)} MB/s`,
    interval
      ? `95 % interval [${interval.map(number).join(", ")}]`
      : `no interval: ${row.obstacle ?? "made by an older ipc-demo"}`,
  ];
  if (isLatency(row))
    lines.push(
      ["p90", "p99", "p99.9", "max"]
        .filter((name) => row.latencyNs[name])
        .map((name) => `${name} ${micros(row.latencyNs[name])}`)
        .join(", "),
    );
  lines.push(
    `${whole(row.messages.received)} messages, ${good(row).length} rounds`,
    `client ${row.clientPlace}, server ${row.serverPlace}`,
    ...(row.calls ? [`by ${row.calls}`] : []),
  );
  return lines.join("\n");
}

/** Dimensions in which rows differ, besides the row itself. */
const varying = (rows) =>
  CHOICES.map(({ name }) => name).filter((name) => unique(rows.map((row) => row.key[name])).length > 1);

/** What lanes stand for: the scope, and what else differs. */
function lanesOf(rows) {
  const differs = varying(rows);
  const groups = grouped(rows).sort(
    ([a], [b]) => valuesOf("scope").indexOf(a.key.scope) - valuesOf("scope").indexOf(b.key.scope),
  );
  return groups.map((group) => ({ group, words: differs.map((name) => said(name, group[0].key[name])).join(", ") }));
}

const isNarrow = (width) => width < 560;

/** Sockets, and what is no socket. */
function byKind(lines) {
  const sockets = lines.filter(({ row }) => !isFloor(row));
  const floors = lines.filter(({ row }) => isFloor(row));
  return [
    { title: floors.length ? "Sockets" : "", lines: sockets },
    { title: "No sockets, for scale", lines: floors },
  ].filter((group) => group.lines.length);
}

/** The first picture of one run: each row once, with a mark for each scope. */
function plotOfRun(rows, width) {
  const lanes = lanesOf(rows);
  const main = lanes.findIndex(({ group }) => group[0] === mainGroup(rows)[0]);
  const latencies = rows.every(isLatency);
  const figure = (row) => (row && hasFigures(row) ? number(figureOf(row).value) : NONE);
  const second = (row) =>
    latencies ? micros(row?.latencyNs.p99) : number(row && hasFigures(row) ? row.bytesPerSecond / 1e6 : undefined);
  const names = unique(rows.map((row) => row.key.row));
  const rowsOf = new Map(lanes.map((lane) => [lane, byName(lane.group)]));
  const find = (name, lane) => rowsOf.get(lane).get(name);
  const lines = names.map((name) => ({
    name,
    row: name,
    marks: lanes.flatMap((lane, at) => {
      const row = find(name, lane);
      return row && hasFigures(row) ? [{ lane: at, ...figureOf(row), said: hover(row) }] : [];
    }),
    cells: [
      ...lanes.map((lane) => figure(find(name, lane))),
      ...(isNarrow(width) ? [] : [second(find(name, lanes[main]))]),
    ],
  }));
  const unit = latencies ? "p50" : "msg/s";
  const narrow = isNarrow(width);
  const short = (words) => (narrow ? words.replace(/-(process|host).*/, "") : words) || unit;
  return dotPlot({
    width,
    lanes: lanes.map(({ words }) => words),
    groups: byKind(lines),
    heads: [
      ...lanes.map(({ words }) => ({
        text: lanes.length > 1 ? short(words) : unit,
        width: narrow ? (latencies ? 50 : 66) : Math.max(72, 18 + 6.5 * short(words).length),
      })),
      ...(narrow ? [] : [{ text: latencies ? "p99" : "MB/s", width: 72, soft: true }]),
    ],
    axis: FASTER[latencies],
    description: `${pictureTitle(rows)}. The table below has the figures.`,
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
  const groups = byWord(pairs, ({ after }) => differs.map((name) => said(name, after.key[name])).join(", ")).map(
    ([title, members]) => ({
      title,
      lines: members.map(({ before, after, text, words }) => ({
        name: before.key.row,
        row: before.key.row,
        marks: [before, after].map((row, lane) => ({ lane, value: figureOf(row).value, said: hover(row) })),
        cells: narrow
          ? [text.split(" ")[0], SHORTER.get(words) ?? words]
          : [number(figureOf(before).value), number(figureOf(after).value), text, words],
      })),
    }),
  );
  const result = {
    text: "result",
    width: narrow ? 92 : 190,
    start: true,
    isStrong: (text) => text === "slower" || text === "faster",
  };
  return dotPlot({
    width,
    lanes: ["A", name],
    groups,
    linked: true,
    heads: narrow
      ? [{ text: `${name}/A`, width: 46 }, result]
      : [{ text: "A", width: 74 }, { text: name, width: 74 }, { text: `${name}/A [95 %]`, width: 150 }, result],
    axis: FASTER[latencies],
    description: `${pictureTitle(pairs.map(({ after }) => after))}: A and ${name}. The table below has the figures.`,
  });
}

/** What the first picture shows. */
function pictureTitle(rows) {
  const [{ key }] = rows;
  const what = rows.every(isLatency)
    ? key.pattern === "connect"
      ? "Median time of connecting, µs"
      : "Median round trip, µs"
    : "Messages a second";
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
  const what = [
    rows.every(isLatency) ? "A round trip is the full time there and back." : "Counted at the receiver.",
    ...(rows.some(({ key }) => key.directions === "both-ways")
      ? ["Both sides send at once; what both receive is added up, and the table has each direction."]
      : []),
    ...unique(rows.flatMap(({ key, run }) => [key.requestSizes, key.replySizes].filter(Boolean).map((mix) => `${mix}: ${mixInWords(mix, run)}.`))),
  ].join(" ");
  return isPaired()
    ? `${what} A line joins the medians of A and ${compared().name}.`
    : `${what} Mark: the median. Whisker: 95 % confidence interval of the median of the rounds (without an end: it goes on; none: the rounds carry none).`;
}

/** What to do when nothing is selected. */
function nothing(rows) {
  const why = rows.length
    ? "No selected row has figures: every round failed, or it is in one run only."
    : state.hidden.size &&
        allRows().every((row) => state.hidden.has(row.key.row) || row.key.pattern !== state.filters.pattern)
      ? "Every row is hidden."
      : "No row of this report is all of what is selected.";
  return element(
    "p",
    { class: "nothing" },
    `${why} `,
    element(
      "button",
      {
        type: "button",
        id: "show-all",
        onclick: () => {
          state.filters = { pattern: state.filters.pattern };
          state.hidden = new Set(hiddenAtFirst());
          selected();
        },
      },
      "Show what was shown at first",
    ),
  );
}
