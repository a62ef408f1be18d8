// What the reader takes along.

/** A spreadsheet takes a cell that begins so for a formula, unless it is a number. CsvFile does the same. */
const cell = (text) =>
  (/^[=+\-@\t\r]/.test(text) && !/^-[\d,.]+$/.test(text) ? "'" + text : text).replace(/[\t\r\n]/g, " ");

let told;
function say(text) {
  byId("status").textContent = text;
  clearTimeout(told);
  told = setTimeout(() => {
    byId("status").textContent = "";
  }, 6000);
}

async function copyText(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch (refused) {
    say("The browser refused to copy: " + refused.message);
  }
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// ---- Markdown ----

/** What a report says of itself is text, and no markup. */
const escaped = (text) => text.replace(/[\\`*_[\]<>|#]/g, "\\$&").replace(/[\r\n]/g, " ");

const tableLine = (cells) => `| ${cells.map(escaped).join(" | ")} |`;

/** The selection: its answer, its cards, its figures, the first of what weakens it, and where it is from. */
function selectionAsMarkdown() {
  const cards = [...document.querySelectorAll("#cards .card")].map(
    (each) =>
      `- ${[...each.children]
        .map((part) => part.textContent.trim())
        .filter(Boolean)
        .map(escaped)
        .join(", ")}`,
  );
  const lines = [...byId("plot").querySelectorAll("g.line")].map((line) =>
    [...line.querySelectorAll(":scope > text")].map((text) => text.textContent),
  );
  const heads = plotHeads();
  const caution = byId("cautions").hidden
    ? []
    : ["", `> ${escaped(byId("cautions").querySelector(".first").textContent)}`];
  return [
    `## ${escaped(byId("answer").textContent)}`,
    "",
    escaped(byId("sure").textContent),
    "",
    ...cards,
    "",
    `**${escaped(byId("figures-title").textContent)}**`,
    "",
    tableLine(heads),
    `|${"---|".repeat(heads.length)}`,
    ...lines.map(tableLine),
    ...caution,
    "",
    ...state.runs.map(
      (run) =>
        `${several() ? letter(run) + ": " : ""}${escaped(provenance(run).join(" · "))}${commandOf(run) ? ` · ${escaped(commandOf(run))}` : ""}`,
    ),
    "",
  ].join("\n");
}

/** The heads of the columns of the first picture. */
function plotHeads() {
  if (isPaired()) {
    const { name } = compared();
    return isNarrow(byId("plot").clientWidth)
      ? ["row", `${name}/A`, "result"]
      : ["row", "A", name, `${name}/A [95 %]`, "result"];
  }
  const rows = chosenRows();
  const latencies = rows.every(isLatency);
  const unit = latencies ? "p50 µs" : "messages/s";
  const narrow = isNarrow(byId("plot").clientWidth);
  return [
    "row",
    ...lanesOf(rows).map(({ words }) => `${words} ${unit}`.trim()),
    ...(narrow ? [] : [latencies ? "p99 µs" : "MB/s"]),
  ];
}

// ---- PNG ----

const PNG_WIDTH = 1000;
const MARGIN = 24;

/** The first picture with its answer above it and where it is from below it. */
function pictureToSave() {
  const plot = plotOfSelection(PNG_WIDTH - 2 * MARGIN);
  const lines = [
    [byId("answer").textContent, 22, 700],
    [byId("sure").textContent, 13, 400],
    [byId("figures-title").textContent, 15, 600],
  ].flatMap(([text, size, weight]) =>
    wrapped(text, Math.floor((PNG_WIDTH - 2 * MARGIN) / (size * 0.56))).map((part) => ({ part, size, weight })),
  );
  let y = MARGIN;
  const head = lines.map(({ part, size, weight }) =>
    svgText(MARGIN, (y += size * 1.4), part, { "font-size": size, "font-weight": weight }),
  );
  plot.setAttribute("x", MARGIN);
  plot.setAttribute("y", y + 14);
  const bottom = y + 14 + Number(plot.getAttribute("height"));
  const foot = wrapped(
    state.runs.map((run) => [...provenance(run), commandOf(run)].filter(Boolean).join(" · ")).join(" | "),
    140,
  ).map((part, at) => svgText(MARGIN, bottom + 18 + at * 16, part, { "font-size": 11, fill: css("--soft") }));
  const height = bottom + 18 + foot.length * 16 + MARGIN;
  return svg(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width: PNG_WIDTH, height, viewBox: `0 0 ${PNG_WIDTH} ${height}` },
    svg("rect", { width: PNG_WIDTH, height, fill: css("--paper") }),
    ...head,
    plot,
    ...foot,
  );
}

/** A text in lines of so many characters at most, if its words are not longer. */
function wrapped(text, length) {
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < length) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

async function savePng() {
  const picture = pictureToSave();
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(picture));
  await image.decode();
  const canvas = element("canvas", { width: 2 * PNG_WIDTH, height: 2 * picture.getAttribute("height") });
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  context.drawImage(image, 0, 0);
  canvas.toBlob(
    (png) =>
      save(
        png,
        `ipc-demo-${fragment()
          .slice(1)
          .replace(/[^\w]+/g, "-")
          .slice(0, 80)}.png`,
      ),
    "image/png",
  );
  say("Saved as a picture of this selection.");
}

byId("copy-markdown").addEventListener("click", () => copyText(selectionAsMarkdown(), "Copied as Markdown."));
byId("save-png").addEventListener("click", savePng);
byId("copy-link").addEventListener("click", () =>
  copyText(location.href.replace(/#.*/, "") + fragment(), "Copied the address of this selection."),
);

function showDownloads() {
  byId("downloads").replaceChildren(
    ...state.runs.map((run) =>
      element(
        "button",
        {
          type: "button",
          onclick: () => {
            const own = ["run", "curve"]; // what this page has added to rows
            const written = (name, value) => {
              if (own.includes(name)) return undefined;
              return value?.carrier === undefined ? value : { ...value, row: value.carrier, carrier: undefined };
            };
            const text = JSON.stringify(run.report, written, 2);
            save(
              new Blob([text + "\n"], { type: "application/json" }),
              run.name.replace(/[^\w.-]+/g, "-").replace(/(\.json)?$/, ".json"),
            );
          },
        },
        `Download ${run.name} as JSON`,
      ),
    ),
  );
}
