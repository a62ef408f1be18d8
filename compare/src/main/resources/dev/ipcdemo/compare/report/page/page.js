// The whole page.

/** All that follows the selection. */
function showSelection() {
  const rows = chosenRows();
  const group = mainGroup(rows.filter(hasFigures));
  const main = isPaired() ? answerOfChanges(compared()) : answerOf(group);
  byId("answer").replaceChildren(...main.parts.map((part) => (typeof part === "string" ? part : named(part))));
  byId("sure").replaceChildren(main.sure, " ", element("span", { class: "added" }, main.more ?? ""));
  document.title = `${byId("answer").textContent} · ipc-demo compare`;
  showCards(
    isPaired()
      ? changeCards(byEffect(chosenChanges(compared())))
      : [...rateCards(group), ...alternativeCards(group, grouped(rows.filter(hasFigures))), ...layerCard(group)],
  );
  showCautions(rows);
  showChoices();
  showRowButtons();
  showDrawings();
  showChanges();
  showTable();
  showPairs();
}

/** What has the width and the colours that it was drawn with. */
function showDrawings() {
  showPlot();
  showCharts();
}

/** Of a row of several peers, the peer is its name. */
function nameAfterPeer(key) {
  if (key.peer && key.carrier === undefined) {
    key.carrier = key.row;
    key.row = key.peer;
  }
}

/** The keys of a report that are not those of its rows. */
const keysBesideRows = ({ tested = [], gates = [], highestRates = [], changes }) => [
  ...tested.flatMap(({ row, other }) => [row, other]),
  ...gates.map(({ row }) => row),
  ...highestRates.map(({ key }) => key),
  ...(changes?.rows ?? []).map(({ key }) => key),
  ...(changes?.withoutFigures ?? []),
];

/** Shows further runs: first what is known at once, then the curves, whose histograms have to be unpacked. */
async function show(runs) {
  delete document.body.dataset.ready;
  for (const row of runs.flatMap((run) => run.report.rows)) {
    for (const { name, absent } of DIMENSIONS) row.key[name] ??= absent; // it may be older than the dimension
    nameAfterPeer(row.key);
    if (!state.traits.has(row.key.row)) {
      state.traits.set(row.key.row, { ...traitsOf(row), carrier: row.key.carrier });
    }
  }
  runs.flatMap(({ report }) => keysBesideRows(report)).forEach(nameAfterPeer);
  const fresh = state.runs.length === 0;
  state.runs.push(...runs);
  if (fresh) readFragment();
  else completeSelection();
  showProvenance();
  showWords();
  showWhatItWasMeasuredOn();
  showDownloads();
  showSelection();
  await Promise.all(runs.map(readHistograms));
  showCharts();
  document.body.dataset.ready = "yes";
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

byId("choice").addEventListener("submit", (event) => event.preventDefault());
byId("whole")
  .querySelector("input")
  .addEventListener("change", (event) => {
    state.whole = event.target.checked;
    history.pushState(null, "", fragment());
    showTable();
  });
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
addEventListener("beforeprint", () =>
  document.querySelectorAll("details").forEach((details) => {
    details.open = true;
  }),
);
// A picture keeps the colours and the width that it was drawn with.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showDrawings);
matchMedia("print").addEventListener("change", showDrawings);
let drawnFor = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === drawnFor) return;
  drawnFor = innerWidth;
  showDrawings();
});

show(JSON.parse(byId("runs").textContent));
