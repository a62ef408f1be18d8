// What the reader has selected. It stands in the address, so that a link, a reload and the back button keep it.

const allRows = () => state.runs.flatMap((run) => run.report.rows.map((row) => Object.assign(row, { run })));

/** The rows that the reader chose; without a filter on some dimensions, for a picture that shows these. */
function chosenRows(without = []) {
  return inOrder(
    allRows().filter(
      (row) =>
        !state.hidden.has(row.key.row) &&
        Object.entries(state.filters).every(
          ([dimension, value]) => without.includes(dimension) || value === ALL || String(row.key[dimension]) === value,
        ),
    ),
  );
}

/** Rows with equal keys but for the row's name, its variant, and the dimensions that a picture shows. */
function grouped(rows, without = []) {
  const shared = CHOICES.map(({ name }) => name).filter((name) => !without.includes(name));
  return byWord(rows, (row) => JSON.stringify(shared.map((name) => row.key[name]))).map(([, group]) => group);
}

/** What all is answered for first: between two processes, if that was measured. */
function mainGroup(rows) {
  const groups = grouped(rows);
  return groups.find(([row]) => row.key.scope === "inter-process") ?? groups[0] ?? [];
}

/** The order of rows, which is the same in every picture and table: the fastest first, bare channels after what is above them, floors last. */
function inOrder(rows) {
  const figures = [...mainGroup(rows), ...rows].filter((row) => hasFigures(row));
  const costs = new Map();
  for (const row of figures) if (!costs.has(row.key.row)) costs.set(row.key.row, costNs(row));
  const places = new Map(
    rows.map(({ key: { row } }) => [
      row,
      [isFloor(row) ? 1 : 0, costs.get(traits(row).bareOf) ?? costs.get(row) ?? Infinity, isBare(row) ? 1 : 0],
    ]),
  );
  const compare = (a, b) => (a === b ? 0 : a < b ? -1 : 1);
  return [...rows].sort((one, other) => {
    const [a, b] = [places.get(one.key.row), places.get(other.key.row)];
    return compare(a[0], b[0]) || compare(a[1], b[1]) || compare(a[2], b[2]);
  });
}

/** All values of a dimension among rows: words in their own order, such as from near to far; numbers from small to large. */
function valuesOf(dimension, rows = allRows()) {
  const { values } = dimensionOf(dimension);
  const place = (value) => (values.length ? values.indexOf(value) : value);
  return unique(rows.map((row) => row.key[dimension])).sort((a, b) => (place(a) > place(b)) - (place(a) < place(b)));
}

const rowsOfPattern = () => allRows().filter((row) => row.key.pattern === state.filters.pattern);

/** Dimensions of which there is something to choose, besides the pattern. */
const choosable = () => CHOICES.filter(({ name }) => name !== "pattern" && valuesOf(name, rowsOfPattern()).length > 1);

/**
 * Completes the selection: one pattern at a time, because they measure different things; one value of all else, so that
 * there is one answer; and no scope left out, though one may have been measured otherwise than another.
 */
function completeSelection() {
  const patterns = valuesOf("pattern");
  if (!patterns.includes(state.filters.pattern)) {
    state.filters.pattern = patterns.includes("round-trip") ? "round-trip" : patterns[0];
  }
  const rows = rowsOfPattern();
  const scopes = valuesOf("scope", rows).length;
  for (const { name } of CHOICES.filter(({ name }) => name !== "pattern")) {
    const known = state.filters[name];
    const values = unique(rows.map((row) => row.key[name]));
    if (values.length === 1 || name === "scope") {
      state.filters[name] = values.length > 1 && values.includes(known) ? known : ALL;
      continue;
    }
    if (known === ALL || values.map(String).includes(known)) continue;
    const common = values.find(
      (value) =>
        valuesOf(
          "scope",
          rows.filter((row) => row.key[name] === value),
        ).length === scopes,
    );
    state.filters[name] = common === undefined ? ALL : String(common);
  }
}

/** Bare channels are for those who want to know what the API costs. */
function hiddenAtFirst() {
  const names = unique(allRows().map((row) => row.key.row));
  return names.every(isBare) ? [] : names.filter(isBare);
}

/** The selection as a fragment of the page's address. */
function fragment() {
  const words = new URLSearchParams();
  words.set("pattern", state.filters.pattern);
  choosable().forEach(({ name }) => words.set(name, state.filters[name]));
  const hidden = [...state.hidden];
  if (hidden.sort().join() !== hiddenAtFirst().sort().join())
    (hidden.length ? hidden : [""]).forEach((row) => words.append("without", row));
  if (state.runs.length > 2) words.set("compared", String.fromCharCode(65 + state.other));
  if (state.whole) words.set("table", ALL);
  return "#" + words;
}

/** Takes from the address what it says; what it does not, or nobody measured, is as at first. */
function readFragment() {
  const words = new URLSearchParams(location.hash.slice(1));
  state.filters = {};
  for (const { name } of CHOICES) if (words.has(name)) state.filters[name] = words.get(name);
  state.hidden = new Set(
    words.has("without") ? words.getAll("without").filter((row) => state.traits.has(row)) : hiddenAtFirst(),
  );
  const compared = (words.get("compared") ?? "B").charCodeAt(0) - 65;
  state.other = compared > 0 && compared < state.runs.length ? compared : 1;
  state.whole = words.get("table") === ALL;
  completeSelection();
}

/** After something was chosen. What had the focus has it afterwards. */
function selected() {
  completeSelection();
  history.pushState(null, "", fragment());
  const { name, value, id } = document.activeElement;
  showSelection();
  const again = name ? [...document.getElementsByName(name)].find((input) => input.value === value) : byId(id);
  again?.focus({ preventScroll: true });
}

addEventListener("popstate", () => {
  readFragment();
  showSelection();
});

// ---- Controls ----

/** More values than these are a list. */
const MOST_BUTTONS = 6;

/** Buttons of which one is chosen, or a list. */
/** Whether a value says nothing without the title of its dimension. */
const isNumber = (name) => dimensionOf(name)?.unit === "NUMBER";

function choiceOf(name, title, options, chosen, choose) {
  if (options.length > MOST_BUTTONS) {
    const list = element(
      "select",
      {
        name,
        onchange: () => {
          choose(list.value);
          selected();
        },
      },
      ...options.map(([value, text]) => element("option", { value }, text)),
    );
    list.value = chosen;
    return element("label", { "data-name": name }, title, " ", list);
  }
  return element(
    "fieldset",
    { class: name === "pattern" ? "tabs" : "segments", "data-name": name },
    element("legend", name === "pattern" ? { class: "unseen" } : { class: isNumber(name) ? "needed" : "" }, title),
    element(
      "span",
      { class: "options" },
      ...options.map(([value, text]) => {
        const input = element("input", {
          type: "radio",
          name,
          value,
          onchange: () => {
            choose(value);
            selected();
          },
        });
        input.checked = value === chosen;
        return element("label", {}, input, element("span", {}, text));
      }),
    ),
  );
}

function showChoices() {
  const { filters } = state;
  const choose = (name) => (value) => {
    filters[name] = value;
  };
  const patterns = valuesOf("pattern").map((value) => [value, PATTERNS.get(value) ?? value]);
  const sets =
    patterns.length > 1 ? [choiceOf("pattern", "What is exchanged", patterns, filters.pattern, choose("pattern"))] : [];
  for (const { name, title, unit } of choosable()) {
    const values = valuesOf(name, rowsOfPattern()).map((value) => [
      String(value),
      value === "" ? "one size" : besideTitle(name, value),
    ]);
    if (unit === "WORD" || filters[name] === ALL) values.unshift([ALL, ALL]);
    sets.push(choiceOf(name, title, values, filters[name], choose(name)));
  }
  if (state.runs.length > 2) {
    const others = state.runs.slice(1).map((run) => [letter(run), letter(run)]);
    sets.push(
      choiceOf("compared", "A and", others, letter(state.runs[state.other]), (value) => {
        state.other = value.charCodeAt(0) - 65;
      }),
    );
  }
  byId("choice").replaceChildren(...sets);
}

function showRowButtons() {
  const rows = inOrder(rowsOfPattern());
  byId("rows").replaceChildren(
    ...unique(rows.map((row) => row.key.row)).map((row) =>
      element(
        "button",
        {
          type: "button",
          "aria-pressed": !state.hidden.has(row),
          name: "row",
          value: row,
          class: fillOf(row),
          style: `--mark: var(${colourName(row)})`,
          onclick: () => {
            if (!state.hidden.delete(row)) state.hidden.add(row);
            selected();
          },
        },
        row,
      ),
    ),
  );
  byId("rows-key").hidden = !rows.some((row) => fillOf(row.key.row) !== "solid");
}
