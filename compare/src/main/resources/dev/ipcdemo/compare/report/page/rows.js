// Shows reports of 'ipc-demo compare'. Times in a report are nanoseconds; here they are shown in microseconds.
// The files of this folder are one script, in the order in which HtmlPage names them.
"use strict";

const byId = (id) => document.getElementById(id);

/** The fields of a row's key, in the order in which a row is put into words; Cell.DIMENSIONS describes them. */
const DIMENSIONS = JSON.parse(byId("dimensions").textContent);
const dimensionOf = (name) => DIMENSIONS.find((dimension) => dimension.name === name);

/** The same in the order of columns, and those that one chooses values of. */
const KEY_COLUMNS = [...DIMENSIONS].sort((a, b) => a.column - b.column);
const CHOICES = KEY_COLUMNS.filter(({ name }) => name !== "row" && name !== "variant");

const ALL = "all";

/** What is shown: runs, the first of which the others are compared with, and what the reader has selected of them. */
const state = {
  runs: [],
  traits: new Map(),
  filters: {},
  hidden: new Set(),
  other: 1,
  whole: false,
  sort: { column: -1, descending: false },
  charts: [],
};

const unique = (values) => [...new Set(values)];
const several = () => state.runs.length > 1;
const letter = (run) => String.fromCharCode(65 + state.runs.indexOf(run));

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

/** Things by a word for each, in the order in which the words first appear. */
function byWord(things, wordOf) {
  const found = new Map();
  for (const thing of things) found.set(wordOf(thing), [...(found.get(wordOf(thing)) ?? []), thing]);
  return [...found];
}

/** The rows of a group by their names. */
const byName = (group) => new Map(group.map((row) => [row.key.row, row]));

// ---- Numbers ----

const NONE = "—";
const whole = (number) => Math.round(number).toLocaleString("en");

/** The one format of what was measured: a decimal, and from a thousand none. */
const number = (value) => (value === undefined ? NONE : Math.abs(value) < 999.95 ? value.toFixed(1) : whole(value));
const micros = (ns) => number(ns === undefined ? undefined : ns / 1e3);

function sizeInWords(bytes) {
  return bytes === 0 ? "same size" : bytes >= 1024 && bytes % 1024 === 0 ? bytes / 1024 + " KiB" : bytes + " B";
}

// ---- Rows ----

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
const isFramework = (row) => traits(row).over !== undefined;
const isFloor = (row) => traits(row).transport === undefined && !isFramework(row);
const isSecondFamily = (row) => transportOf(row) !== (traits(row).bareOf ?? traits(row).carrier ?? row);

/** What one chooses among. */
const isChoice = (row) => !isBare(row) && !isFloor(row);

/** Rows that have a colour of their own; the style has one for light and one for dark paper. */
const COLOURED = ["tcp", "udp", "unix", "junix", "unixgram", "unixpacket", "pipe", "shm"];
const STYLE = getComputedStyle(document.documentElement); // it follows the reader's scheme
const css = (name) => STYLE.getPropertyValue(name).trim();

/** A transport has the same colour everywhere, and the same on the system calls themselves. */
function colourName(row) {
  const transport = transportOf(row).replace(/^posix\+/, "");
  return `--row-${COLOURED.includes(transport) ? transport : "other"}`;
}
const colour = (row) => css(colourName(row));

/** Solid, hatched for IPv6, or hollow for a bare channel; nothing else is told by how full a mark is. */
const fillOf = (row) => (isBare(row) ? "hollow" : isSecondFamily(row) ? "hatched" : "solid");

const good = (row) => row.rounds.filter((round) => !round.failure);
const hasFigures = (row) => good(row).length > 0;
const isLatency = (row) => row.latencyNs.p50 !== undefined;

/** Whether more than half of the messages were lost in the rounds that count, as Round has it. */
function lostMost(row) {
  const sum = (count) => good(row).reduce((all, round) => all + count(round), 0);
  return sum(({ lost }) => lost ?? 0) > sum(({ messages }) => messages);
}

/** What one message costs, by which rows are compared. */
const costNs = (row) => (isLatency(row) ? row.latencyNs.p50 : 1e9 / row.perSecond);

/** Where the median of a figure of the rounds lies, as the report says; nothing where the rounds carry no interval. */
function intervalOf(row, name, unit) {
  const median = row.medians?.[name];
  return median && [median.low / unit, median.high / unit];
}

/** What a row is judged by: the median latency, or how many a second. */
function figureOf(row) {
  return isLatency(row)
    ? { value: row.latencyNs.p50 / 1e3, interval: intervalOf(row, "p50", 1e3) }
    : { value: row.perSecond, interval: intervalOf(row, "perSecond", 1) };
}

/** The row of a run, or of a way of running, among those of others. */
const sideOf = (row) => (several() ? letter(row.run) : ({ A: "A", B: "B" }[row.key.variant] ?? ""));
const label = (row) => [row.key.row, sideOf(row)].join(" ").trim();

/** The same for equal keys. */
const keyText = (key) => JSON.stringify(DIMENSIONS.map(({ name, absent }) => key[name] ?? absent));

// ---- Words ----

/** A value of a dimension; of a number, what it is a number of. */
function inWords(name, value) {
  const { unit, phrase } = dimensionOf(name);
  if (unit === "WORD") return String(value);
  if (unit === "NUMBER" && value === 0) return "none";
  const ofOne = value === 1 ? phrase.replace(/^(%s [a-z]+)s$/, "$1") : phrase;
  return ofOne.replace("%s", unit === "BYTES" ? sizeInWords(value) : whole(value));
}

/** The same beside the dimension's title, which the phrase need not repeat. */
function besideTitle(name, value) {
  const { unit, phrase, title } = dimensionOf(name);
  if (unit === "WORD" || value === 0 || !phrase.toLowerCase().includes(title.toLowerCase())) return inWords(name, value);
  return unit === "BYTES" ? sizeInWords(value) : whole(value);
}

/** The same in its phrase, such as "cpus same". */
const said = (name, value) =>
  dimensionOf(name).unit === "WORD" ? dimensionOf(name).phrase.replace("%s", value) : inWords(name, value);

/** A key, or what it has besides some dimensions. */
const keyInWords = (key, without = []) =>
  DIMENSIONS.filter(({ name, absent }) => !without.includes(name) && key[name] !== absent)
    .map(({ name }) => said(name, key[name]))
    .filter(Boolean)
    .join(", ");

/** What a group of rows has in common, without what is chosen for the whole page anyway. */
const groupInWords = (key, without = []) => keyInWords(key, ["row", "pattern", "variant", ...without]);

/** Words that people use for what is exchanged, and for how far apart the sides are. */
const PATTERNS = new Map([
  ["round-trip", "Latency"],
  ["rate", "At a fixed rate"],
  ["throughput", "Throughput"],
  ["connect", "Connecting"],
  ["fan-in", "Many clients"],
]);
const PLACES = new Map([
  ["in-process", "Within one process"],
  ["inter-process", "Between processes"],
  ["cross-host", "Between hosts"],
]);
const placeOf = (scope) => PLACES.get(scope) ?? scope;

/** What one message is, such as "64 B round trip". */
function unitOf(key) {
  const size = key.requestSizes ? "mixed" : sizeInWords(key.messageBytes);
  if (key.pattern === "connect") return "connection";
  if (key.pattern === "throughput") return `${size} message`;
  const reply = key.replySizes ? "mixed replies" : key.replyBytes ? `${sizeInWords(key.replyBytes)} replies` : "";
  const more = [
    key.requestSizes ? "round trip of mixed sizes" : `${size} round trip`,
    reply && `with ${reply}`,
    key.ratePerSecond ? `at ${whole(key.ratePerSecond)}/s` : "",
    key.clients > 1 ? `with ${whole(key.clients)} clients` : "",
  ];
  return more.filter(Boolean).join(" ");
}

/** What sizes with weights mean; of a file of sizes, what the report says of it. */
function mixInWords(mix, { report }) {
  if (mix.includes("#")) return report.conditions?.facts[`sizes of ${mix}`] ?? "the sizes of a file, in its order";
  const parts = mix.split("+").map((part) => part.match(/^(\d+)([kKmM]?)(?:i?[bB])?:(\d+)$/));
  if (parts.includes(null)) return "several sizes";
  const units = { __proto__: null, k: 1024, m: 1024 ** 2 };
  const of = ([, digits, unit, weight]) => [weight, sizeInWords(digits * (units[unit.toLowerCase()] ?? 1))];
  const [[weight, size], ...others] = parts.map(of);
  return [`${weight} messages of ${size}`, ...others.map((other) => other.join(" of "))].join(" to ");
}

// ---- Ratios ----

/** A bound that is nearer to a value than this is not beyond it. */
const TOUCHES = 0.0005;
const isAbove = ({ low }, value) => low >= value + TOUCHES;
const isBelow = ({ high }, value) => high <= value - TOUCHES;

/** Two digits, or three where a bound would read as the value that it is beyond. */
function ratioTexts(interval, value = 1) {
  const beside = isAbove(interval, value) || isBelow(interval, value);
  const text = (figure) => (beside && figure.toFixed(2) === value.toFixed(2) ? figure.toFixed(3) : figure.toFixed(2));
  return { ratio: text(interval.ratio), low: text(interval.low), high: text(interval.high) };
}

function intervalInWords(interval, value = 1) {
  const { ratio, low, high } = ratioTexts(interval, value);
  return `${ratio} [${low}, ${high}]`;
}

const inverse = ({ ratio, low, high }) => ({ ratio: 1 / ratio, low: 1 / high, high: 1 / low });
